"""A process of its own that publishes: `publisher NUMBER ROUNDS PAGE_ID …`, run as a module.

It says `ready` once it could begin, so that a test knows when to kill it.
"""

import sys

import django

django.setup()  # before models: this module is a program of its own

from wagtail.models import Page  # noqa: E402

from tests.factories.clearing import go_live  # noqa: E402
from tests.seed import dice  # noqa: E402


def main(publisher: int, rounds: int, page_ids: list[int]) -> None:
    luck = dice("publisher", publisher)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in range(rounds):
        page = Page.objects.get(pk=luck.choice(page_ids)).specific
        if page.live and luck.random() < 0.3:
            page.unpublish()
        else:
            page.title = f"Tour {number} de {luck.random()}"
            go_live(page)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), [int(word) for word in sys.argv[3:]])
