"""Lets `reconcile` compare who holds which rights with what they should be."""

from collections.abc import Iterator
from functools import partial

from cms.accounts.grants import Differing
from cms.institutions import rights
from cms.institutions.models import Institution
from cms.publication.reconcile import Difference, inspection

WHAT = {
    "seat": "member's place in a group differs from the memberships",
    "page": "rights on pages differ from the institution's standing and pages",
    "collection": "rights on files differ from the institution's standing",
}


@inspection
def institutions_rights() -> Iterator[Difference]:
    """Every institution whose groups hold something else than they should."""
    for bite in rights.every_institution():
        by_group = {pk: one for one in bite for pk in (one.group_id, one.editors_id) if pk}
        for differing in rights.differences(bite):
            concerned = {by_group[pk].pk: by_group[pk] for pk in differing.groups()}
            for institution in concerned.values():
                yield _difference(differing, institution)


def _difference(differing: Differing, institution: Institution) -> Difference:
    where = f"institution {institution.pk} {institution.legal_name}"
    return Difference(WHAT[differing.grants.what], where, partial(rights.mend, institution.pk))
