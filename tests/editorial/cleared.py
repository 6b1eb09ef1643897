"""Is everything public cleared, by whom? Asked of rows, not of the code that guards the door."""

from typing import Any

from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.editorial.models import Approval
from cms.publication.digest import content_digest
from cms.publication.models import Clearance, PublishedDocument


def assert_cleared(seen: dict[int, str]) -> None:
    """Every public document belongs to a live page whose words a decision has cleared.

    `seen` holds the ETags of those that were looked at before, and is brought up to date.
    """
    documents = dict(PublishedDocument.objects.values_list("page_id", "etag"))
    pages = Page.objects.in_bulk(documents)
    for page_id, etag in documents.items():
        page = pages[page_id]
        assert page.live, f"{page} is public and not live"
        if seen.get(page_id) != etag:
            _assert_of(page.specific)
    seen.clear()
    seen.update(documents)


def _assert_of(page: Any) -> None:
    source = page.alias_of.specific if page.alias_of_id else page
    slug = source.slug if page.alias_of_id else None
    digest = content_digest(page, slug=slug)
    clearance = Clearance.objects.filter(page_id=source.pk, digest=digest, revoked_at=None).first()
    assert clearance is not None, f"{page} ({page.pk}) says what nobody has cleared"
    decision = Decision.objects.filter(pk=clearance.decision).first()
    assert decision is not None, f"{page} is cleared by no decision"
    assert decision.number is not None
    assert decision.page_id == source.pk
    # What a cancellation changes it changes in what waits for its time, too.
    assert decision.digest == digest or clearance.kind == Clearance.Kind.CANCELLATION
    if clearance.kind == Clearance.Kind.APPROVED:
        _assert_approved(source, digest, decision)


def _assert_approved(page: Any, digest: str, published: Decision) -> None:
    approvals = Approval.objects.filter(page_id=page.pk, digest=digest, at__lte=published.at)
    assert approvals, f"{page} is called approved, and nobody has approved it"
    for approval in approvals:
        decision = Decision.objects.get(pk=approval.decision)
        assert decision.actor_id == approval.user_id
        assert decision.actor_id not in {_sender(decision), _writer(page, decision)}, (
            f"{page} was approved by {decision.actor_name}, who wrote or sent it"
        )


def _sender(approved: Decision) -> int | None:
    """Who had sent the page for review when it was approved."""
    sent = Decision.objects.filter(
        page_id=approved.page_id, act="submitted", number__lt=approved.number
    )
    last = sent.order_by("-number").first()
    return last.actor_id if last else None


def _writer(page: Any, approved: Decision) -> int | None:
    """Who first said what was approved, of those who have said it without a word in between."""
    revisions = Revision.page_revisions.filter(
        object_id=str(page.pk), pk__lte=approved.revision_id
    ).order_by("-pk")
    writer: int | None = None
    for revision in revisions:
        if content_digest(revision.as_object()) != approved.digest:
            break
        writer = revision.user_id
    return writer
