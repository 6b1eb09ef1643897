"""What other rooms lay beside an item on the desk: possible duplicates, flags, their own checks."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.editorial.models import Submission


@dataclass(frozen=True)
class Section:
    """`html` is safe to show; `attention` marks what a reviewer should not miss."""

    title: str
    html: SafeString
    attention: bool = False


Provider = Callable[[Submission, Page], Section | None]
_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """`provider` is given the submission and its page as submitted; None shows nothing."""
    if provider not in _providers:
        _providers.append(provider)


def sections_of(submission: Submission, page: Page) -> list[Section]:
    found = (provider(submission, page) for provider in _providers)
    return [section for section in found if section is not None]
