"""How far what follows the change log is behind it."""

from typing import Any

from cms.catalogue.catalogue import current
from cms.core import clock
from cms.publication.change_log import last_number
from cms.publication.models import DuePage, StalePage


def followers() -> dict[str, Any]:
    """The catalogue refreshes itself when it is asked: a lag here is no fault."""
    number = last_number()
    catalogue = current().version
    return {
        "change": number,
        "catalogue": catalogue,
        "catalogue_lag": number - catalogue,
        "stale_pages": StalePage.objects.count(),
        "overdue_pages": DuePage.objects.filter(at__lte=clock.now()).count(),
    }
