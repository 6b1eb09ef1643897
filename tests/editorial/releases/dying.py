"""`publish_scheduled` in a process that kills itself just before a statement:
`python -m tests.editorial.releases.dying NUMBER`."""

import sys

from django.core.management import call_command
from django.db import connection

from tests.publication.killed import Death  # and sets Django up

if __name__ == "__main__":
    with connection.execute_wrapper(Death(int(sys.argv[1]))):
        call_command("publish_scheduled")
