"""What a house has beside its pages and files: links that were mailed, tokens, what was decided."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from wagtail.models import CollectionViewRestriction

from cms.accounts.tokens import AUTHORING_SCOPES, IMPORT_SCOPE, issue_token
from cms.audit.models import Decision
from cms.authoring.models import (
    IdempotentRequest,
    ImportedPage,
    InstitutionName,
    InstitutionSource,
    InstitutionToken,
)
from cms.core import clock
from cms.editorial.models import Approval, GivenReason, Review, ReviewLink, Submission
from cms.editorial.models.spot_checks import TrustChange
from cms.institutions.members.invitations import digest_of
from cms.institutions.models import Application, Disposition, Invitation, Membership
from cms.institutions.models.application import Letter
from cms.institutions.models.disposition import DisposedPage
from cms.institutions.onboarding.links import token_of
from cms.notifications.models import Preference
from cms.publication.digest import content_digest
from cms.publication.models import Withdrawal
from content_pages.models import ExternalReference, ItemPage, Occurrence, PendingTie
from tests.factories import UserFactory

# What another system calls the draft: the same in both houses.
EXTERNAL_ID = "1"


@dataclass
class Held:
    """Plain texts that are kept nowhere: whoever holds one may what it opens."""

    bound: str
    unbound: str
    review: str
    invitation: str
    application: str


def source_of(house: Any) -> str:
    """Without the word: a batch's answer repeats the name that was sent."""
    return f"{house.record.town.lower()}-{house.record.pk}"


def give_holdings(house: Any) -> Held:
    """Puts the ids of what it makes into `house.more`."""
    draft, editor = house.draft, house.members["editor"]
    decision = _decisions(house)
    plain, link = _review_link(house)
    house.image.get_rendition("width-20")
    held = Held(**_tokens(house), review=plain, **_mailed(house))
    ExternalReference.objects.create(
        key=draft.translation_key, source=source_of(house), external_id=EXTERNAL_ID
    )
    PendingTie.objects.create(
        key=draft.translation_key,
        field="related",
        source=source_of(house),
        external_id="2",
        user=editor,
        institution=house.record,
        tried_at=clock.now(),
    )
    InstitutionName.objects.create(name=f"{house.word} name", institution=house.record)
    Preference.objects.create(user=editor, event="digest", delivery="never")
    showing = Occurrence.objects.create(
        page=ItemPage.objects.get(pk=house.live.pk), starts_at=clock.now() + timedelta(days=9)
    )
    Withdrawal.objects.create(
        kind="item",
        key=house.second_page.translation_key,
        locale="ru",
        slug="x",
        path=f"/ru/x-{house.record.pk}/",
        at=clock.now(),
    )
    house.more.__dict__.update(
        review_link=link.pk,
        review=Review.objects.filter(submission=house.more.submission).latest("pk").pk,
        submission_decision=str(decision.pk),
        occurrence=str(showing.uid),
        key=str(draft.translation_key),
        live_key=str(house.live.translation_key),
        section_key=str(house.page.translation_key),
        second_key=str(house.second_page.translation_key),
        source=source_of(house),
        record_key=str(house.record.key),
        section_slug=house.page.slug,
        username=editor.username,
        digests=f"{link.token_digest} {house.more.invitation_digest}",
        restriction=_restriction(house).pk,
        digest=content_digest(draft.get_latest_revision_as_object()),
    )
    return held


def _decisions(house: Any) -> Decision:
    """What was decided of the draft, of what is live, and of the institution."""
    submission = Submission.objects.get(pk=house.more.submission)
    said = {
        "public_text": f"{house.word} reason",
        "private_note": f"{house.word} note",
        "institution_id": house.record.pk,
    }
    decision = Decision.objects.create(
        act="changes_requested",
        page_id=house.draft.pk,
        page_key=house.draft.translation_key,
        title=house.draft.title,
        **said,
    )
    GivenReason.objects.create(
        submission=submission, decision=decision.pk, code="spelling", text=f"{house.word} mend"
    )
    Approval.objects.create(
        page_id=house.draft.pk,
        digest="0" * 64,
        kind="editorial",
        task_id=house.more.task,
        user_id=UserFactory().pk,
        institution_id=house.record.pk,
        decision=decision.pk,
    )
    TrustChange.objects.create(
        institution=house.record, before="new", after="known", rule=house.word
    )
    disposed = Disposition.objects.create(
        institution=house.record, kind="take_down", state="done", finished_at=clock.now()
    )
    DisposedPage.objects.create(
        disposition=disposed, page_id=house.live.pk, problem=f"{house.word} problem"
    )
    ImportedPage.objects.create(
        run_id=house.more.import_run,
        page_id=house.draft.pk,
        title=f"{house.word} imported",
        digest="0" * 64,
    )
    return decision


def _review_link(house: Any) -> tuple[str, ReviewLink]:
    plain = f"{house.word}-review"
    link = ReviewLink.objects.create(
        submission_id=house.more.submission,
        name=f"{house.word} guest",
        email=f"{house.word.lower()}-guest@example.org",
        token_digest=hashlib.sha256(plain.encode()).hexdigest(),
        may_approve=True,
        made_by=UserFactory(group="Moderators"),
        expires_at=clock.now() + timedelta(days=7),
    )
    return plain, link


def _tokens(house: Any) -> dict[str, str]:
    """Of its system, which has sent an order, and of a member who may do more elsewhere."""
    editor, scopes = house.members["editor"], [*AUTHORING_SCOPES, IMPORT_SCOPE]
    bound, plain = issue_token(user=editor, name=f"{house.word} system", scopes=scopes)
    _unbound, other = issue_token(user=editor, name=f"{house.word} own", scopes=scopes)
    InstitutionToken.objects.create(token=bound, institution=house.record)
    InstitutionSource.objects.create(name=source_of(house), institution=house.record)
    house.more.order = f"order-{house.record.pk}"
    IdempotentRequest.objects.create(
        token=bound,
        key=house.more.order,
        fingerprint="0" * 64,
        started_at=clock.now(),
        status=201,
        body=f"{house.word} answer".encode(),
    )
    house.more.bound_token = bound.pk
    return {"bound": plain, "unbound": other}


def _mailed(house: Any) -> dict[str, str]:
    """It became an institution by an application; and somebody is invited."""
    application = Application.objects.create(
        legal_name=f"{house.word} application",
        kind="museum",
        town="Nantes",
        language="fr",
        contact_name=f"{house.word} applicant",
        contact_email=f"{house.word.lower()}@example.org",
        state="accepted",
        confirmed_at=clock.now(),
        decided_at=clock.now(),
        private_note=f"{house.word} note",
        institution=house.record,
    )
    Letter.objects.create(application=application, is_question=True, text=f"{house.word} question")
    plain = f"{house.word}-invitation"
    invitation = Invitation.objects.create(
        institution=house.record,
        email=f"{house.word.lower()}-invited@example.org",
        role="editor",
        language="fr",
        digest=digest_of(plain),
    )
    house.more.__dict__.update(
        application=application.pk,
        application_uid=application.uid.hex,
        invitation=invitation.pk,
        invitation_digest=invitation.digest,
        invitation_email=invitation.email,
        membership=Membership.objects.get(user=house.members["contributor"]).pk,
    )
    return {"invitation": plain, "application": token_of(application)}


def _restriction(house: Any) -> CollectionViewRestriction:
    """Some of its files ask for a password: a form of Wagtail's, open to everybody."""
    apart = house.record.collection.add_child(name=f"{house.word} collection apart")
    return CollectionViewRestriction.objects.create(
        collection=apart, restriction_type="password", password=house.word
    )
