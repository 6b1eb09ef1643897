"""Is the seeded database what it says it is?"""

from random import Random

from wagtail.models import Page

from benchmarks.seed.plan import Plan, item_key
from benchmarks.seed.words import LOCALES
from cms.core import clock
from cms.publication.copies.building import Building
from cms.publication.models import Change, ChangeNumber, PublishedBody, PublishedDocument, StalePage
from content_pages.models import ItemPage

SAMPLE = 100


def check(plan: Plan, items: int) -> None:
    """Raises AssertionError where a count is off or a copy is not what its builder writes."""
    wanted = items * len(LOCALES)
    documents = PublishedDocument.objects.filter(kind="item")
    assert ItemPage.objects.live().count() == wanted
    assert documents.count() == wanted
    assert PublishedBody.objects.filter(document__kind="item").count() == wanted
    assert Change.objects.count() == ChangeNumber.objects.get(pk=1).value
    assert not StalePage.objects.exists()
    assert not Page.find_problems()[0]
    _check_copies(plan, items)


def _check_copies(plan: Plan, items: int) -> None:
    """Copies drawn at random, reprints where there are any, against what the builder makes now."""
    rng = Random("proof")
    lowest = plan.templates if items > plan.templates else 0
    numbers = [rng.randrange(lowest, items) for _ in range(SAMPLE // len(LOCALES))]
    keys = [item_key(number) for number in numbers]
    building = Building(clock.now())
    ids = PublishedDocument.objects.filter(key__in=keys).values_list("page_id", flat=True)
    pages = building.load(ids)
    bodies = PublishedBody.objects.select_related("document").filter(document__page_id__in=pages)
    for body in bodies:
        copy = building.copy(pages[body.document.page_id])
        assert copy.detail == bytes(body.detail), _difference(copy.detail, bytes(body.detail))
        assert copy.card == bytes(body.card), _difference(copy.card, bytes(body.card))
        assert copy.ref == bytes(body.ref), _difference(copy.ref, bytes(body.ref))
        assert copy.matches(body.document), body.document
    assert len(bodies) == len(set(numbers)) * len(LOCALES)


def _difference(one: bytes, other: bytes) -> str:
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return f"at byte {at}: {one[at - 40 : at + 80]!r} is not {other[at - 40 : at + 80]!r}"
