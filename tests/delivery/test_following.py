"""However a follower cuts the change log into pages, it is told the same and holds the same."""

from typing import Any

import orjson
import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.catalogue import catalogue
from cms.publication.models import Change, ChangeNumber, PublishedBody, PublishedDocument
from tests.catalogue.documents import publish, withdraw
from tests.publication.follower import Follower, served

pytestmark = pytest.mark.django_db

names = st.tuples(st.integers(0, 4), st.sampled_from(["fr", "ru"]))
limits = st.integers(1, 100) | st.integers(1, 4)
steps = st.lists(
    st.tuples(st.just("publish"), names)
    | st.tuples(st.just("withdraw"), names)
    | st.tuples(st.just("poll"), limits),
    max_size=40,
)


def _begin() -> None:
    for model in (PublishedDocument, Change, ChangeNumber):
        model.objects.all().delete()
    catalogue.forget()


def _change(what: str, number: int, locale: str, title: str) -> None:
    key = f"00000000-0000-4000-8000-{number:012}"
    if what == "publish":
        document = publish(key=key, locale=locale, title=title)
        detail = orjson.dumps({"id": key, "locale": locale, "title": title})
        PublishedBody.objects.update_or_create(
            document=document, defaults={"detail": detail, "card": b"{}", "ref": b"{}"}
        )
    elif found := PublishedDocument.objects.filter(key=key, locale=locale).first():
        withdraw(found)


@settings(max_examples=40)
@given(steps=steps, at_last=st.lists(limits, min_size=1, max_size=3))
def test_any_pages_are_one_log(client: Client, steps: list[Any], at_last: list[int]) -> None:
    _begin()
    following, newcomer = Follower(client), Follower(client)
    for at, (what, how) in enumerate(steps):
        if what == "poll":
            following.poll(how)
        else:
            _change(what, *how, title=f"Pas {at}")
    for limit in at_last:
        following.poll(limit)
    following.catch_up(at_last[-1])
    newcomer.poll(100)
    assert newcomer.poll() == 0
    assert newcomer.numbers == following.numbers == [one.seq for one in Change.objects.all()]
    assert newcomer.mirror == following.mirror == served()
