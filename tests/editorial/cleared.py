"""Is everything public cleared, by whom? Asked of rows, not of the code that guards the door."""

import json
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page, Revision

from cms.audit.models import Decision
from cms.editorial.facts import Trait, facts_of
from cms.editorial.models import Asked, ReviewLink, ReviewRule
from cms.editorial.models.submissions import Approval
from cms.institutions.models import Institution, TrustLevel
from cms.publication.clearance import UNREVIEWED
from cms.publication.digest import content_digest
from cms.publication.models import Clearance, PublishedBody, PublishedDocument

Kind = Clearance.Kind
DIRECTLY = "published_directly"
# What changes content without a review.
HANDED_DOWN = ("cancelled", "reference_removed")


@dataclass
class Lookout:
    """Looks at everything public again and again; at what has not changed, only once.

    `files` are the pictures that reviewers had before them, by page and digest of what they
    approved; `lifted` says that some pages were under no workflow since it last looked.
    """

    seen: dict[int, str] = field(default_factory=dict)
    was_live: set[int] = field(default_factory=set)
    files: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    last: int = 0
    lifted: bool = False

    def look(self, *, again: bool = False) -> None:
        """Every public document belongs to a live page, and says what a decision has cleared;
        `again`: what has not changed, too."""
        documents = dict(PublishedDocument.objects.values_list("page_id", "etag"))
        live = set(Page.objects.filter(live=True).values_list("pk", flat=True))
        assert set(documents) <= live, f"public and not live: {set(documents) - live}"
        changed = [pk for pk, etag in documents.items() if again or self.seen.get(pk) != etag]
        if changed:
            bodies = PublishedBody.objects.filter(document__page_id__in=changed)
            for page_id, detail in bodies.values_list("document__page_id", "detail"):
                self._look_at(Page.objects.get(pk=page_id).specific, json.loads(bytes(detail)))
        self.last = Decision.objects.order_by("-number").values_list("number", flat=True)[0]
        self.seen, self.was_live, self.lifted = documents, live, False

    def _look_at(self, page: Any, said: dict[str, Any]) -> None:
        source = page.alias_of.specific if page.alias_of_id else page
        digest = content_digest(page, slug=source.slug if page.alias_of_id else None)
        clearance = Clearance.objects.filter(
            page_id=source.pk, digest=digest, revoked_at=None
        ).first()
        assert clearance is not None, f"{page} ({page.pk}) says what nobody has cleared"
        decision = Decision.objects.filter(pk=clearance.decision).first()
        assert decision is not None, f"{page} is cleared by no decision"
        assert decision.number is not None
        assert decision.page_id == source.pk
        if decision.digest == digest:
            _assert_said(said, decision)
        else:
            _assert_handed_down(clearance)
        is_new = decision.number > self.last
        if clearance.kind == Kind.DIRECT and page.get_workflow() is not None:
            # It stays public where it was; what it refers to may be deleted, and clears it anew.
            stays = source.pk in self.was_live and not (is_new and decision.act == DIRECTLY)
            assert self.lifted or stays, f"{page} is public under a workflow, never reviewed"
        if clearance.kind in {Kind.APPROVED, Kind.AUTOMATIC} and is_new:
            _assert_all_asked(source, digest)
        if clearance.kind == Kind.APPROVED:
            _assert_approved(source, digest, decision)
            files = self.files.get((source.pk, digest))
            image = getattr(source, "image", None)
            assert files is None or image is None or image.file.name in files, (
                f"{page} shows a picture that no reviewer has seen"
            )


def _assert_handed_down(clearance: Clearance) -> None:
    """What a cancellation changes it changes in what waits for its time, too; and what nobody has
    reviewed goes on by the word it was given by: another decision says what has changed."""
    if clearance.kind != Kind.CANCELLATION:
        assert clearance.kind in UNREVIEWED
        changed = Decision.objects.filter(page_id=clearance.page_id, act__in=HANDED_DOWN)
        assert changed.exists()


def _assert_said(said: dict[str, Any], decision: Decision) -> None:
    """What the public reads is what the version says that was decided about."""
    revision = Revision.objects.filter(pk=decision.revision_id).first()
    if revision is not None:
        for name in ("title", "summary"):
            assert said.get(name) == revision.content.get(name, said.get(name)), name


def _people(approvals: "list[tuple[Approval, Decision]]") -> set[int | None]:
    return {_person(decision) for _approval, decision in approvals}


def _person(approved: Decision) -> int | None:
    """Who answers for an approval: of one by a link, who lent it."""
    link = ReviewLink.objects.filter(pk=approved.data.get("link")).first()
    return link.made_by_id if link is not None else approved.actor_id


def _given(page: Any, digest: str, **when: Any) -> "list[tuple[Approval, Decision]]":
    approvals = list(Approval.objects.filter(page_id=page.pk, digest=digest, **when))
    decisions = Decision.objects.in_bulk([one.decision for one in approvals])
    return [(one, decisions[one.decision]) for one in approvals]


def _assert_all_asked(page: Any, digest: str) -> None:
    """Each review that the workflow above the page asks for was given by as many as it asks."""
    given = _given(page, digest, revoked_at=None)
    facts = facts_of(page)
    trusted = Institution.objects.filter(
        pk=facts.institution_id, trust_level=TrustLevel.TRUSTED
    ).exists()
    asked = {
        Asked.ALWAYS: True,
        Asked.UNLESS_TRUSTED: not trusted,
        Asked.TRANSLATION: Trait.TRANSLATION in facts.traits,
    }
    for rule in ReviewRule.objects.filter(stage__workflow_tasks__workflow=page.get_workflow()):
        if asked.get(Asked(rule.asked)):
            of_it = [
                one for one in given if (one[0].task_id, one[0].kind) == (rule.stage_id, rule.kind)
            ]
            assert len(_people(of_it)) >= rule.quorum, f"{page} is public without {rule}"


def _assert_approved(page: Any, digest: str, published: Decision) -> None:
    approvals = _given(page, digest, at__lte=published.at)
    assert approvals, f"{page} is called approved, and nobody has approved it"
    for approval, decision in approvals:
        person = _person(decision)
        assert approval.user_id in {0, person}
        assert person not in {_sender(decision), _writer(page, decision)}, (
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
