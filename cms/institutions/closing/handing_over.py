"""What an institution had becomes its successor's: pages, drafts, images, documents, addresses."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q
from django.dispatch import Signal
from wagtail.actions.move_page import MovePageAction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, Page

from cms.core.models import BasePage
from cms.institutions.closing.content import own_pages, roots
from cms.institutions.collection_tree import move_below as move_collection
from cms.institutions.decisions import record
from cms.institutions.models import DisposedPage, Disposition, Institution
from cms.publication import clearance, revision_digests
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.references import held
from cms.publication.unit_of_work import publishing

# All of it is the successor's now. Arguments: `institution`, `successor`; in the same transaction.
content_handed_over = Signal()


def move_below(place: Page) -> Callable[[Disposition, Page], None]:
    """Moves pages, with what is below them, below the successor's page. Former addresses lead to
    the new ones (`cms.publication`), and rights follow the tree."""

    def move(row: Disposition, page: Page) -> None:
        target = Page.objects.get(pk=place.pk)
        DisposedPage.objects.get_or_create(
            disposition=row, page_id=page.pk, defaults={"revision_id": page.live_revision_id}
        )
        _find_a_slug(page, target, row)
        MovePageAction(page, target, pos="last-child", user=row.decided_by).execute(
            skip_permission_checks=True
        )

    return move


def _find_a_slug(page: Page, target: Page, row: Disposition) -> None:
    """A namesake below the successor's page keeps its address; this one gets a number."""
    taken = set(Page.objects.child_of(target).values_list("slug", flat=True))
    if page.slug not in taken:
        return
    number = 2
    while f"{page.slug}-{number}" in taken:
        number += 1
    _readdress(page, f"{page.slug}-{number}", row)


def _readdress(page: Page, slug: str, row: Disposition) -> None:
    """What was cleared of it, live or for later, is cleared but for that with the same word."""
    revisions = list(page.revisions.filter(held() | Q(pk=page.latest_revision_id)))
    contents = [page, *(one.as_object() for one in revisions)]
    before = [content_digest(one) for one in contents]
    standing = [clearance.standing(*one) for one in zip(contents, before, strict=True)]
    for content in contents:
        content.slug = slug
    Page.objects.filter(pk=page.pk).update(slug=slug)
    for revision, content in zip(revisions, contents[1:], strict=True):
        revision.content["slug"] = slug  # or publishing it would take the namesake's again
        revision.save(update_fields=["content"])
        revision_digests.note(content, revision)
    since = dict(zip(before, map(content_digest, contents), strict=True))
    decision = record(
        "content_readdressed",
        by=row.decided_by,
        institution=row.successor,
        page=page,
        data={revision_digests.SAYS_SINCE: since},
    )
    for content, was in zip(contents, standing, strict=True):
        if was is not None:
            clearance.hand_down(was, content, kind=was.kind, decision=decision)


def hand_over_the_rest(row: Disposition) -> None:
    """When every page is moved: its own pages lead to the successor's, and its files go along."""
    assert row.successor is not None
    with publishing():
        pages = roots(row.institution_id)
        places = own_pages(row.successor_id or 0)
        lock_pages([*(page.pk for page in pages), *(page.pk for page in places.values())])
        for page in pages:
            if page.locale_id in places:
                _lead(page.specific, places[page.locale_id], row)
        _hand_files_over(row.institution, row.successor)
        content_handed_over.send(
            sender=Disposition, institution=row.institution, successor=row.successor
        )


def _lead(page: Page, place: Page, row: Disposition) -> None:
    if not isinstance(page, BasePage) or not page.live:
        return
    Redirect.objects.update_or_create(
        old_path=Redirect.normalise_path(page.public_path),
        site=None,
        defaults={"redirect_page": place, "is_permanent": True, "automatically_created": True},
    )
    page.unpublish(user=row.decided_by)


@transaction.atomic
def _hand_files_over(institution: Institution, successor: Institution) -> None:
    """The collection comes to lie below the successor's, whose rights hold there too."""
    held = Institution.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=[institution.pk, successor.pk]
    )
    rows = {one.pk: one for one in held.order_by("pk").select_related("collection")}
    files, place = rows[institution.pk].collection, rows[successor.pk].collection
    if files is None or place is None:
        return
    Institution.objects.filter(pk=institution.pk).update(collection=None)
    move_collection(files, place)
    if CollectionViewRestriction.objects.filter(collection=place).exists():
        files.refresh_from_db()
        files.save()  # what shows these pictures is built again
