"""What Wagtail calls when a workflow is through: whoever is connected publishes the page.

Wagtail imports the function while its own models are loading, so that it can live in no module
that needs models.
"""

from typing import Any

from django.dispatch import Signal

# Arguments: `workflow_state`, `user`.
workflow_through = Signal()


def tell(workflow_state: Any, user: Any = None) -> None:
    """The value of WAGTAIL_FINISH_WORKFLOW_ACTION."""
    workflow_through.send(sender=type(workflow_state), workflow_state=workflow_state, user=user)
