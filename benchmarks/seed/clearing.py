"""What is seeded is cleared, as a decided import is: no copy is made of anything else."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from wagtail.models import Page, WorkflowPage

from cms.audit.recording import record
from cms.publication.clearance import Authority
from cms.publication.digest import content_digest
from cms.publication.models import Clearance

SEEDED = Authority(Clearance.Kind.IMPORTED, "import_decided", None, {"source": "benchmark"})


def review_nothing() -> None:
    """What is measured is one publication, in stock Wagtail and here, by somebody who may."""
    WorkflowPage.objects.all().delete()


def decide() -> UUID:
    """One decision for what is written in bulk; its identifier."""
    decision = record(act=SEEDED.act, actor=None, data=SEEDED.data)
    identifier: UUID = decision.pk
    return identifier


def clear(pages: Iterable[Page]) -> None:
    """These pages, each of its own type, as they are in the database."""
    decision = decide()
    Clearance.objects.bulk_create(
        Clearance(page_id=page.pk, digest=content_digest(page), kind=SEEDED.kind, decision=decision)
        for page in pages
    )


COLUMNS = ("page_id", "digest", "kind", "decision", "granted_at", "revoked_at")


def row(page_id: int, digest: str, decision: Any, moment: Any) -> tuple[Any, ...]:
    """A clearance as the database stores it."""
    return page_id, digest, SEEDED.kind.value, decision, moment, None
