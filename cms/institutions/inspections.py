"""Lets `reconcile` compare who holds which rights with what they should be."""

from collections.abc import Iterator
from functools import partial

from cms.institutions import rights
from cms.institutions.models import Institution
from cms.publication.reconciliation.reconcile import Difference, Suspect, inspection

WHAT = {
    "seat": "member's place in a group differs from the memberships",
    "page": "rights on pages differ from the institution's standing and pages",
    "collection": "rights on files differ from the institution's standing",
}


@inspection
def institutions_rights() -> Iterator[Suspect]:
    """Every institution whose groups hold something else than they should."""
    for bite in rights.every_institution():
        by_group = {pk: one.pk for one in bite for pk in (one.group_id, one.editors_id) if pk}
        differing = rights.differences(bite)
        for pk in sorted({by_group[group] for one in differing for group in one.groups()}):
            yield partial(_difference, pk)


def _difference(pk: int) -> Difference | None:
    """No lock on the record: whoever saves one takes it before the change lock held here."""
    institutions = list(Institution.objects.filter(pk=pk))
    differing = [WHAT[one.grants.what] for one in rights.differences(institutions) if one]
    if not differing:
        return None
    where = f"institution {pk} {institutions[0].legal_name}"
    return Difference("; ".join(differing), where, partial(rights.settle, institutions))
