"""Which pages are an institution's: its page in every language, and all below."""

from collections.abc import Iterator

from django.db.models import F, Q
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.institutions import rights
from cms.institutions.models import Disposition, Institution


def roots(institution_id: int) -> list[Page]:
    """Its pages by number, drafts and aliases included."""
    ids = [page_id for _institution, page_id in rights.pages_of([institution_id])]
    return list(Page.objects.filter(pk__in=ids).order_by("pk"))


def subtree(institution_id: int) -> PageQuerySet:
    """Its pages and all below them."""
    within = Q(pk__in=())
    for page in roots(institution_id):
        within |= Q(path__startswith=page.path)
    return Page.objects.filter(within)


def still_live(row: Disposition) -> PageQuerySet:
    """What is to be taken down yet: sources first, since their aliases go with them."""
    problems = row.pages.exclude(problem="").values("page_id")
    live = subtree(row.institution_id).filter(live=True).exclude(pk__in=problems)
    return live.order_by(F("alias_of").asc(nulls_first=True), "path")


def still_held(row: Disposition) -> Iterator[tuple[Page, PageQuerySet]]:
    """(the successor's page, what is to be moved below it yet) for each of its languages."""
    problems = row.pages.exclude(problem="").values("page_id")
    places = own_pages(row.successor_id or 0)
    for page in roots(row.institution_id):
        below = Page.objects.child_of(page).exclude(pk__in=problems).order_by("path")
        if (place := places.get(page.locale_id)) is not None:
            yield place, below


def own_pages(institution_id: int) -> dict[int, Page]:
    """Its page in each locale, no aliases."""
    return {page.locale_id: page for page in roots(institution_id) if page.alias_of_id is None}


def languages_without_place(institution: Institution, successor: Institution) -> list[str]:
    """Languages in which the one has content and the other no page that is live."""
    live = {pk for pk, page in own_pages(successor.pk).items() if page.live}
    return sorted(
        {
            str(page.locale.get_display_name())
            for page in roots(institution.pk)
            if page.numchild and page.locale_id not in live
        }
    )


def brought_back(institution: Institution) -> Disposition | None:
    """The last time its content was taken down, when that can be undone."""
    done = institution.dispositions.filter(kind=Disposition.Kind.TAKE_DOWN)
    last = done.order_by("-pk").first()
    if last is None or last.state not in (Disposition.State.RUNNING, Disposition.State.DONE):
        return None
    return last
