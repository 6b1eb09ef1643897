"""Wagtail's words that are said otherwise here are still Wagtail's words."""

from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize

from cms.core.wagtail_words import WORDS

PACKAGES = (wagtail, wagtail_localize)


@pytest.fixture(scope="module")
def said_by_wagtail() -> set[str]:
    catalogues = [
        path
        for package in PACKAGES
        for path in Path(str(package.__file__)).parent.rglob("locale/en/LC_MESSAGES/django.po")
    ]
    return {entry.msgid for path in catalogues for entry in polib.pofile(str(path))}


def test_the_words_of_a_listings_count_are_among_them() -> None:
    """Wagtail has none in Russian: they would be said in French."""
    assert "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s" in WORDS


@pytest.mark.parametrize("words", WORDS)
def test_wagtail_still_says_it(said_by_wagtail: set[str], words: str) -> None:
    assert words in said_by_wagtail
