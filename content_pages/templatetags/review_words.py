"""What a review asks of an author, and what its acts are called."""

from typing import Any

from django import template

from cms.audit import acts
from cms.editorial.selectors import Answer
from content_pages import asked

register = template.Library()


@register.filter
def act_label(code: str) -> str:
    """In the reader's language; the code of an act nobody knows any more."""
    return acts.label_of(code)


@register.simple_tag
def asked_entries(page: Any, answer: Answer) -> list[Any]:
    return asked.entries(page, answer.asked)


@register.simple_tag
def asked_guides(page: Any, answer: Answer) -> list[Any]:
    return asked.guides(page, answer.asked)
