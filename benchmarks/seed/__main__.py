"""Fill the database named by DATABASE_URL, or add to it: `python -m benchmarks.seed ITEMS UPTO`.

ITEMS is the plan's size, UPTO how many of its items this database gets.
"""

import sys

import django

django.setup()

from benchmarks.seed.filling import fill  # noqa: E402
from benchmarks.seed.plan import Plan  # noqa: E402

if len(sys.argv) != 3:
    sys.exit(__doc__)
fill(Plan(int(sys.argv[1])), int(sys.argv[2]))
