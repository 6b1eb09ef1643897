"""The form of a page that is reviewed: with what its author says to the reviewers."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.core.forms import GatedPageForm

NOTE = "note_to_reviewers"
LONGEST_NOTE = 2000
TOO_LONG = _("Write at most %(most)d characters to the reviewers.")


def note_in(data: Mapping[str, Any]) -> str:
    """As its author typed it: browsers send two characters for each new line, and count one."""
    return str(data.get(NOTE) or "").replace("\r\n", "\n").strip()


def refusal_of(note: str) -> str:
    """What is wrong with a note; empty where nothing is."""
    return str(TOO_LONG) % {"most": LONGEST_NOTE} if len(note) > LONGEST_NOTE else ""


class ReviewedPageForm(GatedPageForm):
    """The note is no field of the page, and no change of it: it is read beside them."""

    def clean(self) -> Any:
        cleaned = super().clean()
        if refused := refusal_of(note_in(self.data)):
            self.add_error(None, ValidationError(refused, code="max_length"))
        return cleaned
