"""Which pages are an institution's, and that a suspended or closed one publishes nothing new."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.gate import Objection
from cms.institutions.models import BARRED, Institution, VerificationState
from content_pages.models import InstitutionPage, ItemPage

TOLD = {
    VerificationState.SUSPENDED: _(
        "The institution is suspended: nothing new of it is published until it is validated again."
    ),
    VerificationState.CLOSED: _("The institution is closed: nothing new of it is published."),
}


def pages_of(institution_ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    """Rows (institution, page): its page in every language, drafts and aliases included."""
    pages = InstitutionPage.objects.filter(institution__in=list(institution_ids)).order_by()
    return pages.values_list("institution_id", "pk")


def place_objections(page: Any, parent_path: str) -> Iterator[Objection]:
    """The gate's check of an institution's page and of what lies, or comes to lie, below one."""
    barred = Institution.objects.filter(verification_state__in=BARRED)
    if isinstance(page, InstitutionPage):
        barred = barred.filter(pk=page.institution_id or 0)
    elif isinstance(page, ItemPage):
        barred = barred.filter(pages__path=parent_path)
    else:
        return
    for state in barred.values_list("verification_state", flat=True)[:1]:
        yield Objection("institution", TOLD[VerificationState(state)], "institution_barred")
