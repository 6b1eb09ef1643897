"""What is kept beside each version of a page: the digest of what it says, and what it refers to.

It is noted when the version is saved. Those that came otherwise, with a copied page or from before
there were notes, are noted by `keep_workflow`, and when they are published.
"""

import logging

from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, Revision

from cms.core.batches import batches
from cms.publication import references, revision_digests

logger = logging.getLogger(__name__)
READ_AT_ONCE = 50  # with all they say


def note(page: Page, revision: Revision) -> None:
    """`page` is as `revision` has it, which is new or was written over."""
    revision_digests.note(page, revision)
    references.note(page, revision)


def note_missing(versions: QuerySet[Revision]) -> int:
    """Note those of `versions` of which nothing is noted, the newest first; returns how many were.

    What cannot be read is passed over: it cannot be published either.
    """
    noted = 0
    missing = list(versions.filter(said=None).order_by("-pk").values_list("pk", flat=True))
    for some in batches(missing, READ_AT_ONCE):
        for revision in Revision.objects.filter(pk__in=some).order_by("-pk"):
            try:
                with transaction.atomic():
                    note(revision.as_object(), revision)
            except Exception:  # old content raises whatever it likes
                logger.warning("Version %s cannot be read", revision.pk, exc_info=True)
            else:
                noted += 1
    return noted
