"""Which pages are an institution's, and that a suspended or closed one publishes nothing new."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.gate import Objection
from cms.institutions.locking import held
from cms.institutions.models import Institution, VerificationState
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
    """The gate's check of an institution's page and of what lies, or comes to lie, below one.

    In a transaction, the standing stays what it is until what is published is.
    """
    if isinstance(page, InstitutionPage):
        of = Institution.objects.filter(pk=page.institution_id or 0)
    elif isinstance(page, ItemPage):
        of = Institution.objects.filter(pages__path=parent_path)
    else:
        return
    for one in held(of.only("verification_state")):
        if one.barred:
            told = TOLD[VerificationState(one.verification_state)]
            yield Objection("institution", told, "institution_barred")
