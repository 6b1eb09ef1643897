"""What is seeded, as numbers and names: the same in every database, from nothing but `items`."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

# Bump when the seeded content changes shape: kept databases are then made anew.
EDITION = 1
NAMESPACE = UUID("5d1c7a0e-6f4e-4f3f-9a55-3c1f6f1f7a10")
NEWEST = datetime(2026, 3, 1, 12, tzinfo=UTC)

TOP_CATEGORIES = (
    "theatre",
    "music",
    "museums",
    "cinema",
    "literature",
    "show",
    "tours",
    "knowledge",
)
NESTED_CATEGORIES = {"opera": "music", "jazz": "music", "dance": "show", "circus": "show"}
# Items are filed under what has no category below it.
LEAVES = tuple(
    code for code in (*TOP_CATEGORIES, *NESTED_CATEGORIES) if code not in NESTED_CATEGORIES.values()
)
MOST_TEMPLATES = 1_000
IMAGES = 200
THEMES = 40


@dataclass(frozen=True)
class Plan:
    """`templates` items are built by the real builders; the others reprint one of them.

    Each institution has made one template; a smaller catalogue of the same plan has the same ones.
    """

    items: int

    @property
    def templates(self) -> int:
        return min(self.items, MOST_TEMPLATES, max(3, self.items // 10))

    @property
    def institutions(self) -> int:
        return self.templates


def token(number: int) -> str:
    """What tells an item's slug, path and title from another's; always as long."""
    return f"n{number:06d}"


def item_key(number: int) -> UUID:
    return uuid5(NAMESPACE, f"item {number}")


def published_at(number: int) -> datetime:
    """Item 0 is the newest, each next one a minute older."""
    return NEWEST - timedelta(minutes=number)
