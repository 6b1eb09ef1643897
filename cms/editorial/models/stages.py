"""The tasks a workflow is made of. Wagtail's workflow puts them in a row; each is a stage.

In a stage several reviews go on side by side, one per rule; the stage is through when each of them
is. What a stage does when it begins, and what people do in it, is in `cms.editorial.workflow`.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from cms.editorial.workflow import stages


class Stage(Task):
    """What our tasks share. Wagtail's buttons and forms lead to the same services as ours."""

    # Whether people decide in it.
    asks_people = False

    class Meta:
        abstract = True

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        return stages.begin(self, workflow_state, user)

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        stages.act(task_state, user, action_name, **kwargs)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        return stages.offered(obj, user)

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return stages.reviews_it(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not stages.reviews_it(obj, user)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        return stages.moderated_by(user, self)


class AutomaticChecks(Stage):
    """What is asked of every page before a human looks: objections end it, warnings go along."""

    class Meta:
        verbose_name = _("automatic checks")
        verbose_name_plural = _("automatic checks")


class ReviewStage(Stage):
    """Reviews by people, side by side: one per rule that the content calls for."""

    asks_people = True

    class Meta:
        verbose_name = _("review stage")
        verbose_name_plural = _("review stages")
