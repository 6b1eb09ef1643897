"""The values a column knows, each with a small number."""

from collections.abc import Iterable, Sequence


class Vocabulary:
    """Numbers for words, in the order they were met. Words are never forgotten.

    Number 0 stands for "no value".
    """

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self._numbers: dict[str | None, int] = {None: 0, "": 0}

    def __len__(self) -> int:
        return len(self.words)

    def find(self, word: str) -> int | None:
        """The number of `word`, or None when no document ever had it."""
        return self._numbers.get(word) or None

    def numbers(self, words: Sequence[str | None]) -> list[int]:
        """The number of each, new ones for those never met; 0 for None."""
        found = list(map(self._numbers.get, words))
        if None in found:
            self._learn(words)
            found = list(map(self._numbers.get, words))
        return [number or 0 for number in found]

    def _learn(self, words: Iterable[str | None]) -> None:
        for word in words:
            if word is not None and word not in self._numbers:
                self._numbers[word] = len(self.words)
                self.words.append(word)
