"""Which institution a name means: spellings of one are one, homonyms of two towns are two."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cms.core.matching import fold

# Articles and other small words that spellings of one name put in or leave out.
SMALL_WORDS = frozenset(
    [
        *("a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour"),
        *("sur", "and", "of", "the"),
    ]
)
ACRONYM_LETTERS = 12
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_IN_TOWN = {"st": "saint", "ste": "sainte"}
_NOT_A_TOWN = re.compile(r"^(?:\d+(?:e|er|eme|ere)?|cedex|arrondissement)$")


@dataclass(frozen=True)
class NameAndTown:
    """What two lines must share to mean the same institution."""

    name: str
    town: str


@dataclass(frozen=True)
class SameAs:
    """A spelling no rule finds: in `town` (anywhere when empty), `name` means `is_`."""

    name: str
    is_: str
    town: str = ""


@dataclass(frozen=True)
class Naming:
    """The rules for names in one mapping: words written short, spellings no rule finds."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    same_as: tuple[SameAs, ...] = ()

    def identify(self, name: str, town: str) -> NameAndTown | None:
        """Who is meant; None when the name says nothing."""
        known_town = town_key(town)
        called = self.rename(name, town) or name
        key = self._name_key(called, known_town)
        return NameAndTown(key, known_town) if key else None

    def rename(self, name: str, town: str) -> str | None:
        """The name a known other spelling stands for."""
        spelt, where = fold(name), town_key(town)
        for one in self.same_as:
            if fold(one.name) == spelt and (not one.town or town_key(one.town) == where):
                return one.is_
        return None

    def _name_key(self, name: str, town: str) -> str:
        words = fold(without_acronym(name)).split()
        words = [word for short in words for word in self._in_full(short).split()]
        return " ".join(_without_town(_without_small_words(words), town))

    def _in_full(self, word: str) -> str:
        full = self.abbreviations.get(word)
        return word if full is None else fold(full)


def town_key(town: str) -> str:
    """`75004 PARIS`, `Paris 4e` and `paris cedex 9` are one town."""
    words = [_IN_TOWN.get(word, word) for word in fold(town).split()]
    return " ".join(word for word in words if not _NOT_A_TOWN.match(word))


def without_acronym(name: str) -> str:
    """The name without its acronym, or the long form of one, in brackets behind it."""

    def keep(found: re.Match[str]) -> str:
        rest = name[: found.start()] + " " + name[found.end() :]
        return " " if _is_short_for(found[1], rest) or _is_short_for(rest, found[1]) else found[0]

    bare = _BRACKETS.sub(keep, name)
    return bare if fold(bare) else name


def _is_short_for(short: str, long: str) -> bool:
    letters = re.sub(r"[\W_]", "", short)
    if not letters or len(short.split()) > 1:
        return False
    stands_out = not long.isupper() and sum(letter.isupper() for letter in letters) >= 2
    if stands_out and len(letters) <= ACRONYM_LETTERS:
        return len(letters) < len(fold(long))
    return _spells(fold(letters), fold(long).split())


def _spells(letters: str, words: list[str]) -> bool:
    """Whether beginnings of the words, in order, give the letters: `inrap`, `mucem`."""
    rest = letters
    for word in words:
        if word in SMALL_WORDS:
            continue
        while rest and word.startswith(rest[0]):
            rest, word = rest[1:], word[1:]
    return not rest and len(letters) > 2


def _without_small_words(words: list[str]) -> list[str]:
    return [word for word in words if word not in SMALL_WORDS] or words


def _without_town(words: list[str], town: str) -> list[str]:
    """`Musée des Beaux-Arts de Caen`, in Caen, is its `Musée des Beaux-Arts`."""
    tail = _without_small_words(town.split()) if town else []
    if tail and len(words) > len(tail) and words[-len(tail) :] == tail:
        return words[: -len(tail)]
    return words
