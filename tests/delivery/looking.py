"""Looking at the built-in pages: what is where in their HTML."""

import re

from django.test import Client


def look(client: Client, path: str, status: int = 200, **headers: str) -> str:
    """The page at a path, as HTML."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def part(html: str, start: str, end: str) -> str:
    """What is between two pieces of HTML."""
    assert start in html, f"there is no {start}"
    return html.partition(start)[2].partition(end)[0]


def links(html: str) -> dict[str, str]:
    """Addresses by the words that lead to them."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', html, re.DOTALL)
    return {
        re.sub(r"<[^>]+>", "", words).strip(): address.replace("&amp;", "&")
        for address, words in found
    }


def titles(html: str) -> list[str]:
    """Of the cards on a page."""
    return re.findall(r"<h3><a [^>]*>(.*?)</a></h3>", html)
