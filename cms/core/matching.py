"""Finding rows by words of their names, in the admin's listings and choosers."""

import re
import unicodedata
from collections.abc import Sequence
from typing import ClassVar

from django.db.models import Model, Q, QuerySet
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin

LONGEST = 100
_APART = re.compile(r"[\W_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae"})


def fold(text: str) -> str:
    """Words without accents, case or punctuation, one space apart: for comparing only."""
    kept = text.translate(_LIGATURES)
    if not kept.isascii():
        bare = unicodedata.normalize("NFKD", kept)
        kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return _APART.sub(" ", kept.lower()).strip()


def words_in(words: str, *fields: str) -> Q:
    """Every word in one of the fields, whatever its case.

    SQLite folds the case of ASCII letters only; `Театр` is found by `театр` because the usual
    spellings are asked for.
    """
    found = Q()
    for word in words[:LONGEST].split():
        anyhow = Q()
        for spelling in sorted({word, word.lower(), word.upper(), word.capitalize()}):
            for field in fields:
                anyhow |= Q(**{f"{field}__icontains": spelling})
        found &= anyhow
    return found


class NameSearchForm(SearchFilterMixin, BaseFilterForm):
    """The search field of a chooser whose rows are found by their names, without an index."""

    name_fields: ClassVar[Sequence[str]] = ()

    def filter(self, objects: QuerySet[Model]) -> QuerySet[Model]:
        if words := self.cleaned_data.get("q"):
            self.is_searching = True
            self.search_query = words
            return objects.filter(words_in(words, *self.name_fields))
        return objects
