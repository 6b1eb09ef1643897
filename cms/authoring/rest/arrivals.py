"""An item that others waited for is tied to them as soon as it is there."""

import logging
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DatabaseError

from cms.publication.authored.port import item_drafts

logger = logging.getLogger(__name__)


def tie_what_waited_for(made: list[UUID]) -> None:
    """After the transaction that made them. What fails is no affair of who made them: the worker
    tries it again (`tie_arrived` in apps.py)."""
    for key in made:
        try:
            item_drafts().tie_arrived(key)
        except (DatabaseError, ValidationError):
            logger.warning("What waited for %s is not tied yet", key, exc_info=True)


def tie_arrived() -> int:
    """The worker's job."""
    return item_drafts().tie_arrived()
