"""Rich text from outside: what the editor's own field could hold, and nothing else."""

from typing import Any

from bs4 import BeautifulSoup
from django.utils.html import escape
from wagtail.whitelist import Whitelister, allow_without_attributes, check_url

PLAIN = ("p", "br", "b", "strong", "i", "em", "ol", "ul", "li", "sup", "sub")
# What is in them is no text.
SILENT = ("script", "style", "template", "iframe", "object")
LINKS = ("page", "document")
KEY_DIGITS = 10


def _link(tag: Any) -> None:
    """An address, or a page or document of ours by its id, as the database holds it."""
    kind, key = tag.get("linktype"), str(tag.get("id", ""))
    if kind in LINKS and key.isdecimal() and len(key) <= KEY_DIGITS:
        tag.attrs = {"id": key, "linktype": kind}
        return
    address = check_url(str(tag.get("href", "")))
    tag.attrs = {"href": address} if address else {}


class _Cleaner(Whitelister):
    element_rules = {
        "[document]": allow_without_attributes,
        **dict.fromkeys(PLAIN, allow_without_attributes),
        "a": _link,
    }


def cleaned(html: str) -> str:
    """The same text with these elements alone. Cleaning twice changes nothing more."""
    if "<" not in html and "&" not in html:
        return "".join(f"<p>{escape(one)}</p>" for one in _paragraphs(html))
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(SILENT):
        tag.decompose()
    text: str = _Cleaner().clean(str(soup))
    return text.strip()


def links(html: str) -> list[tuple[str, int]]:
    """(page or document, its id) of every link of ours in a cleaned text."""
    found = BeautifulSoup(html, "html.parser").find_all("a", linktype=True)
    return [(str(tag["linktype"]), int(str(tag["id"]))) for tag in found]


def _paragraphs(text: str) -> list[str]:
    return [one.strip() for one in text.split("\n\n") if one.strip()]
