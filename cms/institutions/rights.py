"""Rights of institutions' members, derived from records, memberships and pages.

An institution has two groups: all its members, and those whose role also changes what colleagues
made. What the table of roles gives a contributor the first holds, on the institution's pages and
collection; what it gives an editor beyond that, the second. A suspended or closed institution's
groups hold nothing until it is validated again; its members stay in them and may enter the admin.

`sync` is called in the transaction that changes one of these facts; `reconcile` and
`manage.py keep_rights` compare all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import transaction
from django.db.models import Q, QuerySet

from cms.accounts import grants, roles
from cms.accounts.grants import Differing, Grants, Row
from cms.accounts.roles import Role
from cms.institutions.holdings import make_editors
from cms.institutions.locking import held
from cms.institutions.models import Institution, Membership

AT_ONCE = 500
EVERYTHING = (grants.SEATS, grants.PAGES, grants.FILES)

# Rows (institution, page): every page an institution has, in any language, live or not.
PageSource = Callable[[Iterable[int]], Iterable[tuple[int, int]]]

_page_sources: list[PageSource] = []


def register_pages(source: PageSource) -> None:
    """Say which pages are an institution's; the package with the page types does, once."""
    _page_sources[:] = [source]


def pages_of(institution_ids: Collection[int]) -> list[tuple[int, int]]:
    """Rows (institution, page): each one's page in every language, drafts and aliases included."""
    return [row for source in _page_sources for row in source(institution_ids)]


@transaction.atomic
def sync(
    institutions: QuerySet[Institution], of: Collection[Grants] = EVERYTHING
) -> list[Differing]:
    """Make what these institutions' groups hold true; returns what differed.

    Standings are the rows' own, and nobody changes them meanwhile.
    """
    return settle(held(institutions), of)


def settle(
    institutions: Iterable[Institution], of: Collection[Grants] = EVERYTHING
) -> list[Differing]:
    """The same for records just read, where no lock may be taken any more."""
    institutions = [_complete(one) for one in institutions]
    found = [one for one in differences(institutions, of) if one]
    for one in found:
        one.settle()
    return found


def sync_page(page_id: int, institution_id: int | None, *, is_new: bool = False) -> None:
    """A page may have been given to this institution and, unless it is new, taken from another."""
    holders = (
        Institution.objects.filter(pk=institution_id or 0)
        if is_new
        else _holders(grants.PAGES, institution_id, page_id=page_id)
    )
    sync(holders, [grants.PAGES])


def sync_person(user_id: int, institution_id: int) -> None:
    """A person joined, left, or changed roles; here, or leaving another institution for this."""
    sync(_holders(grants.SEATS, institution_id, user_id=user_id), [grants.SEATS])


def _holders(held: grants.Grants, institution_id: int | None, **what: int) -> QuerySet[Institution]:
    """This institution, and those whose groups hold anything of `what`."""
    group_ids = list(held.model.objects.filter(**what).values_list("group_id", flat=True))
    return Institution.objects.filter(
        Q(pk=institution_id) | Q(group__in=group_ids) | Q(editors__in=group_ids)
    )


def give_first(institution: Institution) -> None:
    """What a new institution's groups hold: nobody sits in them, and it has no page yet."""
    Differing(grants.FILES, frozenset(_file_rows([institution])), {}).settle()


def differences(
    institutions: Collection[Institution], of: Collection[Grants] = EVERYTHING
) -> list[Differing]:
    """What these institutions' groups hold against what they should: as many queries for many."""
    group_ids = [pk for one in institutions for pk in (one.group_id, one.editors_id) if pk]
    wanted = {grants.SEATS: _seat_rows, grants.PAGES: _page_rows, grants.FILES: _file_rows}
    return [grants.compare(one, group_ids, wanted[one](institutions)) for one in of]


def every_institution() -> Iterator[list[Institution]]:
    """All of them, a bite at a time."""
    last = 0
    while bite := list(Institution.objects.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        last = bite[-1].pk
        yield bite


def _complete(institution: Institution) -> Institution:
    """Records older than the second group get it here."""
    if institution.editors_id is None and institution.group is not None:
        institution.editors = make_editors(institution.group.name)
        Institution.objects.filter(pk=institution.pk).update(editors=institution.editors)
    return institution


def _seat_rows(institutions: Collection[Institution]) -> Iterator[Row]:
    by_pk = {one.pk: one for one in institutions}
    members = Membership.objects.filter(institution__in=by_pk)
    for institution_id, user_id, role in members.values_list("institution_id", "user_id", "role"):
        institution = by_pk[institution_id]
        for group_id in _groups_of(institution, Role(role)):
            yield group_id, user_id


def _page_rows(institutions: Collection[Institution]) -> Iterator[Row]:
    by_pk = {one.pk: one for one in institutions if not one.barred}
    if not by_pk:
        return
    known = grants.Permissions()
    for institution_id, page_id in pages_of(by_pk):
        for group_id, verbs in _verbs(by_pk[institution_id], roles.page_permissions):
            for permission_id in known.on_pages(verbs):
                yield group_id, page_id, permission_id


def _file_rows(institutions: Collection[Institution]) -> Iterator[Row]:
    in_force = [one for one in institutions if one.collection_id and not one.barred]
    known = grants.Permissions() if in_force else None
    for institution in in_force:
        for group_id, verbs in _verbs(institution, roles.file_permissions):
            for permission_id in known.on_files(verbs) if known else ():
                yield group_id, institution.collection_id or 0, permission_id


def _groups_of(institution: Institution, role: Role) -> list[int]:
    """The groups in which a member of this role sits."""
    groups = [institution.group_id, institution.editors_id if role != Role.CONTRIBUTOR else None]
    return [pk for pk in groups if pk is not None]


def _verbs(
    institution: Institution, held: Callable[[Role], frozenset[str]]
) -> Iterator[tuple[int, frozenset[str]]]:
    """What each of the institution's groups holds."""
    everybody = held(Role.CONTRIBUTOR)
    if institution.group_id is not None:
        yield institution.group_id, everybody
    if institution.editors_id is not None:
        yield institution.editors_id, held(Role.EDITOR) - everybody
