"""What the value of a filter may be: how it is read, refused, described and labelled."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cms.catalogue.moments import seconds
from cms.catalogue.references import References
from cms.core.codes import code_list
from cms.core.parameters import flag, guess, unknown
from cms.core.problems import BadParameter, shown

WHOLE = re.compile(r"[0-9]{1,9}")
# Several values stand behind commas: none holds one.
NO_COMMA = "^[^,]+$"
Locales = Iterable[str]
MOST_SIGNS = 255


class UnknownReference(BadParameter):
    """No public document goes by this name, as far as this process knows."""

    @classmethod
    def of(cls, refusal: BadParameter) -> "UnknownReference":
        fault = refusal.errors[0]
        return cls(fault.loc, fault.msg, fault.code)


class QueryContext(NamedTuple):
    """What the meaning of a value may depend on: names, the locale chain, when it was asked."""

    references: References
    locales: Locales
    moment: int


class Values(ABC):
    """A set of values; in queries they travel as text in one canonical spelling.

    `timed` says that what they mean moves with time.
    """

    timed: ClassVar[bool] = False

    @abstractmethod
    def clean(self, text: str, name: str) -> str:
        """The canonical spelling; raises BadParameter naming the parameter."""

    @abstractmethod
    def schema(self) -> dict[str, Any]:
        """JSON Schema of one value."""

    def resolve(self, text: str, name: str, context: QueryContext) -> Any:
        """What columns compare with; raises UnknownReference."""
        return text

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        """What a reader of `locale` calls a value."""
        return code

    def known(self, references: References) -> list[str] | None:
        """All values, where they are a closed set."""
        return None


class Coded(Values):
    """Codes of a code list; a deprecated one means what took its place."""

    def __init__(self, name: str) -> None:
        self.name = name

    def clean(self, text: str, name: str) -> str:
        if text not in code_list(self.name):
            raise unknown(name, text, code_list(self.name).codes, "unknown_code")
        return code_list(self.name).current(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": code_list(self.name).codes}

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        codes = code_list(self.name)
        return codes.label(code, locale) if code in codes else code

    def known(self, references: References) -> list[str]:
        return code_list(self.name).codes


class Theme(Values):
    """Slugs of themes: one that no document has finds nothing."""

    def clean(self, text: str, name: str) -> str:
        if not text or len(text) > MOST_SIGNS:
            raise BadParameter(f"query.{name}", "1 to 255 characters.", "bad_length")
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": MOST_SIGNS, "pattern": NO_COMMA}

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        return references.theme(code, locales) or code


@dataclass
class Number(Values):
    """A whole number from 0 to `most`."""

    most: int

    def clean(self, text: str, name: str) -> str:
        if not WHOLE.fullmatch(text) or int(text) > self.most:
            raise BadParameter(
                f"query.{name}",
                f"{shown(text)} is not a whole number from 0 to {self.most}.",
                "out_of_range",
            )
        return str(int(text))

    def resolve(self, text: str, name: str, context: QueryContext) -> int:
        return int(text)

    def schema(self) -> dict[str, Any]:
        return {"type": "integer", "minimum": 0, "maximum": self.most}


class Flag(Values):
    """True or false; `labels` are what facets call them."""

    def __init__(self, yes: Any, no: Any) -> None:
        self._labels = {"true": yes, "false": no}

    def clean(self, text: str, name: str) -> str:
        return "true" if flag(name)(text) else "false"

    def schema(self) -> dict[str, Any]:
        return {"type": "boolean"}

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        with override(locale):
            return str(self._labels[code])

    def known(self, references: References) -> list[str]:
        return list(self._labels)


class Moment(Values):
    """An ISO 8601 date or moment."""

    def clean(self, text: str, name: str) -> str:
        # A plus sign that was not percent-encoded arrives as a space.
        try:
            seconds(text.replace(" ", "+") if "T" in text else text)
        except ValueError:
            raise BadParameter(
                f"query.{name}",
                "An ISO 8601 date or moment, such as 2026-05-01 or 2026-05-01T18:00:00Z.",
                "bad_date",
            ) from None
        return text.replace(" ", "+") if "T" in text else text

    def resolve(self, text: str, name: str, context: QueryContext) -> int:
        return seconds(text)

    def schema(self) -> dict[str, Any]:
        return {
            "type": "string",
            "anyOf": [{"format": "date"}, {"format": "date-time"}],
        }


class CategoryCode(Values):
    """Codes of categories, which are pages."""

    def clean(self, text: str, name: str) -> str:
        """Which there are, only the catalogue knows."""
        if not text or len(text) > MOST_SIGNS:
            raise BadParameter(f"query.{name}", "A category's code.", "bad_length")
        return text

    def resolve(self, text: str, name: str, context: QueryContext) -> str:
        if not context.references.has_code(text):
            refusal = unknown(name, text, context.references.codes(), "unknown_code")
            raise UnknownReference.of(refusal)
        return text

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        return references.title_of_code(code, locales) or code

    def known(self, references: References) -> list[str]:
        return references.codes()


class Document(Values):
    """A public document of one kind, by id or slug."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def clean(self, text: str, name: str) -> str:
        if not text or len(text) > MOST_SIGNS:
            raise BadParameter(f"query.{name}", "An id or a slug.", "bad_length")
        return text

    def resolve(self, text: str, name: str, context: QueryContext) -> str:
        found = context.references.find(self.kind, text, context.locales)
        if found is None:
            near = guess(text, context.references.near(self.kind, text))
            raise UnknownReference(
                f"query.{name}",
                f"{shown(text)} is the id or slug of no public {self.kind}.{near}",
                f"unknown_{self.kind}",
            )
        return found

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1, "maxLength": MOST_SIGNS, "pattern": NO_COMMA}

    def label(self, code: str, references: References, locale: str, locales: Locales) -> str:
        try:
            return references.title(str(UUID(code)), locales) or code
        except ValueError:
            return code


FREE = Flag(_("Free of charge"), _("With a charge"))
