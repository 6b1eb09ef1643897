"""Applications nobody confirmed are nobody's: they go. All others are kept, however they ended."""

from cms.core import clock
from cms.core.pruning import delete_some
from cms.institutions.models import Application, ApplicationState
from cms.institutions.models.application import CONFIRMED_WITHIN


def prune_applications() -> int:
    lapsed = Application.objects.filter(
        state=ApplicationState.UNCONFIRMED, created_at__lt=clock.now() - CONFIRMED_WITHIN
    )
    return delete_some(lapsed.order_by("created_at"))
