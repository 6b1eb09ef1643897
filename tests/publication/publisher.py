"""A process of its own that publishes: `python -m tests.publication.publisher ROUNDS PAGE_ID …`.

It says `ready` once it could begin, so that a test knows when to kill it.
"""

import random
import sys

import django

django.setup()  # before models: this module is a program of its own

from wagtail.models import Page  # noqa: E402


def main(rounds: int, page_ids: list[int]) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for number in range(rounds):
        page = Page.objects.get(pk=random.choice(page_ids)).specific
        if page.live and random.random() < 0.3:
            page.unpublish()
        else:
            page.title = f"Tour {number} de {random.random()}"
            page.save_revision().publish()


if __name__ == "__main__":
    main(int(sys.argv[1]), [int(word) for word in sys.argv[2:]])
