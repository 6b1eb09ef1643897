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


@pytest.mark.parametrize("words", WORDS)
def test_wagtail_still_says_it(said_by_wagtail: set[str], words: str) -> None:
    assert words in said_by_wagtail
