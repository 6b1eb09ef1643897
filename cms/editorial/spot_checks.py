"""Public content is looked at again: a share of what trusted institutions publish, and reports."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.audit.models import Decision
from cms.audit.recording import record
from cms.core import clock
from cms.editorial import trust
from cms.editorial.facts import facts_of
from cms.editorial.models.spot_checks import SpotCheck
from cms.publication.digest import content_digest
from cms.publication.locking import lock_pages
from cms.publication.unit_of_work import publishing

PERMISSION = "editorial.view_spotcheck"
LONGEST = 2000


def draw(page: Page, decision: Decision) -> SpotCheck | None:
    """Of what went live without a human, every so many-th is looked at afterwards.

    Which is drawn follows from the decision's random identifier: nobody can foretell it.
    """
    if decision.pk.int % 100 >= settings.SAMPLED_PERCENT:
        return None
    if SpotCheck.objects.filter(page_id=page.pk, status=SpotCheck.Status.OPEN).exists():
        return None
    return _open(page, origin=SpotCheck.Origin.SAMPLE, digest=decision.digest)


def report(*, page: Page, user: Any, text: str) -> SpotCheck:
    """Somebody with an account says that something public is wrong."""
    if user is None or not user.is_active:
        raise PermissionDenied
    text = text.strip()
    if not text or len(text) > LONGEST:
        told = _("Say what is wrong, in %(most)d characters at most.") % {"most": LONGEST}
        raise ValidationError({"text": ValidationError(told, code="length")})
    with publishing():
        lock_pages([page.pk])
        page = Page.objects.get(pk=page.pk).specific
        if not page.live:
            raise ValidationError(_("It is not public."), code="not_public")
        digest = content_digest(page)
        check = _open(
            page, origin=SpotCheck.Origin.REPORT, digest=digest, text=text, reported_by=user
        )
        _record("reported", check, page, user, public_text=text)
        return check


def settle(*, check: SpotCheck, user: Any, upheld: bool, note: str = "") -> Decision:
    """Nothing to object, or upheld: then the institution's trust falls a step.

    Whether the page stays public is another decision (`take_down`). Raises PermissionDenied;
    ValidationError for one that is settled already, or upheld without a word.
    """
    with publishing():
        lock_pages([check.page_id])
        check = SpotCheck.objects.select_related("page").get(pk=check.pk)
        if not user.is_active or not user.has_perm(PERMISSION):
            raise PermissionDenied
        if user.pk == check.reported_by_id:
            raise PermissionDenied(_("Nobody settles what they reported."))
        if check.status != SpotCheck.Status.OPEN:
            raise ValidationError(_("It is settled already."), code="settled")
        if upheld and not note.strip():
            told = _("Say what is wrong: its institution's trust falls a step.")
            raise ValidationError({"note": ValidationError(told, code="required")})
        check.status = SpotCheck.Status.UPHELD if upheld else SpotCheck.Status.FINE
        check.settled_at, check.settled_by = clock.now(), user
        check.save()
        act = "report_upheld" if upheld else "report_dismissed"
        decision = _record(act, check, check.page.specific, user, private_note=note)
        if upheld:
            trust.fall(check)
        return decision


def _open(page: Page, **values: Any) -> SpotCheck:
    return SpotCheck.objects.create(
        page_id=page.pk, institution_id=facts_of(page).institution_id, **values
    )


def _record(act: str, check: SpotCheck, page: Page, user: Any, **said: Any) -> Decision:
    return record(
        act=act,
        actor=user,
        page=page,
        digest=check.digest,
        institution_id=check.institution_id,
        data={"origin": check.origin},
        **said,
    )
