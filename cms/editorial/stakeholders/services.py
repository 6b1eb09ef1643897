"""A link is made and mailed, opened, answered, revoked; each step is in the audit log."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.accounts.models import User
from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial import policies
from cms.editorial.models.links import ReviewLink
from cms.editorial.models.submissions import WAITING, Review, Submission
from cms.editorial.notices import telling
from cms.editorial.workflow.deciding import move_on, note_approval
from cms.editorial.workflow.steps import active_submission, locked
from cms.notifications.addresses import absolute
from cms.notifications.outbox import notify
from cms.publication.digest import content_digest
from cms.publication.unit_of_work import publishing

LIFETIME = timedelta(days=14)
DAY = timedelta(days=1)
LONGEST_TEXT = 2000
MOST_LINKS = 20
MOST_LINKS_A_DAY = 50  # of one person: each is a mail to an address they choose
MOST_COMMENTS = 20  # by one link


def invite(*, page: Page, user: Any, email: str, name: str) -> ReviewLink:
    """Mail somebody a link to what is in review.

    Whoever gives the review, or submits there, may; only a reviewer who is no author lends the
    right to approve, and only where the workflow lets somebody without an account do so.
    Raises PermissionDenied; ValidationError, keyed by field.
    """
    _require_guest(email, name)
    with publishing():
        page = locked(page)
        submission = active_submission(page)
        if not policies.may_invite(user, page):
            raise PermissionDenied
        if submission.links.usable().count() >= MOST_LINKS:
            raise _wrong("email", _("There are links enough: revoke one first."))
        lately = ReviewLink.objects.filter(made_by=user, made_at__gt=clock.now() - DAY)
        if lately.count() >= MOST_LINKS_A_DAY:
            raise _wrong("email", _("You have sent links enough for today."))
        plain = secrets.token_urlsafe(32)
        link = ReviewLink.objects.create(
            submission=submission,
            name=name.strip(),
            email=email,
            token_digest=_digest(plain),
            may_approve=policies.may_lend(user, page),
            made_by=user,
            expires_at=clock.now() + LIFETIME,
        )
        _record("link_made", link, page, actor=user)
        _mail(link, page, plain)
        return link


def _require_guest(email: str, name: str) -> None:
    if not name.strip() or len(name) > 120:
        raise _wrong("name", _("Say who it is, in 120 characters at most."))
    try:
        validate_email(email)
    except ValidationError:
        raise _wrong("email", _("This is no address.")) from None


def _mail(link: ReviewLink, page: Page, plain: str) -> None:
    notify(
        event="stakeholder_link",
        to=[link.email],
        context={
            "title": page.draft_title or page.title,
            "person": link.made_by.display_name if link.made_by else "",
            "guest": link.name,
            "until": link.expires_at,
            "link": absolute(reverse("editorial_review_link", args=[plain])),
        },
        locale=page.locale.language_code,
    )


def revoke(*, link: ReviewLink, user: Any) -> None:
    """From now on it opens nothing. Raises PermissionDenied."""
    page = link.submission.page.specific
    if not policies.may_revoke_link_of(link.made_by, user, page):
        raise PermissionDenied
    with publishing():
        standing = ReviewLink.objects.filter(pk=link.pk, revoked_at=None)
        if standing.update(revoked_at=clock.now()):
            _record("link_revoked", link, page, actor=user)


def link_of(submission: Submission | None, spelled: str) -> ReviewLink:
    """One of a submission's links by its key, as a form spells it. Raises ValidationError."""
    links = {str(one.pk): one for one in submission.links.all()} if submission else {}
    if spelled not in links:
        raise ValidationError(_("There is no such link."), code="unknown")
    return links[spelled]


def find(plain: str) -> ReviewLink | None:
    """The link behind a token, while its review goes on and whoever made it could make it again;
    None for any other token."""
    return _usable(token_digest=_digest(plain))


def _usable(**which: Any) -> ReviewLink | None:
    usable = ReviewLink.objects.usable().filter(submission__status__in=WAITING, **which)
    link = usable.select_related("submission__page", "made_by").first()
    if link is None or not policies.may_invite(link.made_by, link.submission.page.specific):
        return None
    return link


def note_opened(link: ReviewLink) -> None:
    """The first time is in the log."""
    with publishing():
        first = ReviewLink.objects.filter(pk=link.pk, opened_at=None)
        if first.update(opened_at=clock.now()):
            _record("link_opened", link, link.submission.page.specific)


def open_review(link: ReviewLink) -> Review | None:
    """The review this link may give now: one that whoever lent it gives, too, of what neither
    they nor their guest wrote."""
    if not link.may_approve or link.made_by is None:
        return None
    page = link.submission.page.specific
    accounts = User.objects.filter(email__iexact=link.email)
    if not all(policies.four_eyes(one, page) for one in (link.made_by, *accounts)):
        return None
    lent = policies.reviews_open_to(link.made_by, page)
    return next((one for one in lent if one.by_link), None)


def comment(*, link: ReviewLink, text: str) -> Decision:
    """What they think, to the authors and the reviewers."""
    with publishing():
        page = locked(link.submission.page)
        _require_usable(link)
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise _wrong("text", _("Say something, in 2,000 characters at most."))
        fewer = ReviewLink.objects.filter(pk=link.pk, comments__lt=MOST_COMMENTS)
        if not fewer.update(comments=F("comments") + 1):
            raise _wrong("text", _("By this link no more can be said."))
        decision = _record("commented", link, page, public_text=text.strip())
        telling.told_commented(link.submission, decision, link.name, besides=link.made_by)
        return decision


def approve(*, link: ReviewLink, digest: str, text: str = "") -> Decision:
    """Approve what they have seen, in their name; it counts as the approval of whoever lent it."""
    with publishing():
        page = locked(link.submission.page)
        _require_usable(link)
        review = open_review(link)
        if review is None:
            raise PermissionDenied
        if len(text) > LONGEST_TEXT:
            raise _wrong("text", _("Say something, in 2,000 characters at most."))
        revision = page.get_latest_revision()
        if digest != content_digest(revision.as_object()):
            raise _wrong("digest", _("It was changed since you looked at it: look again."))
        decision = _record("approved", link, page, public_text=text, task=review.kind)
        assert link.made_by is not None  # open_review
        note_approval(review, decision, link.made_by, guest=link.email.lower())
        # In the name of whoever lent the right; the decision says whose it is.
        move_on(review, link.made_by)
        return decision


def _require_usable(link: ReviewLink) -> None:
    """Raises ValidationError for one that opens nothing by now."""
    if _usable(pk=link.pk) is None:
        raise ValidationError(_("This link opens nothing any more."), code="closed")


def _record(act: str, link: ReviewLink, page: Page, *, actor: Any = None, **said: Any) -> Decision:
    revision = page.get_latest_revision()
    return record(
        act=act,
        actor=actor,
        actor_name="" if actor else f"{link.name} <{link.email}>",
        page=page,
        title=page.draft_title or page.title,
        revision=revision,
        digest=content_digest(revision.as_object()) if revision else "",
        institution_id=link.submission.institution_id,
        data={"link": link.pk, "guest": link.name},
        **said,
    )


def _wrong(field: str, told: str) -> ValidationError:
    return ValidationError({field: ValidationError(told, code="invalid")})


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
