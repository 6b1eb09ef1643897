"""An institution is suspended, closed or validated again, and what becomes of its content."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.core import clock
from cms.institutions.closing import letters
from cms.institutions.closing.content import brought_back, languages_without_place
from cms.institutions.decisions import record
from cms.institutions.models import BARRED, Disposition, Institution
from cms.institutions.policies import decides
from cms.institutions.services import set_standing

KEEP = "keep"


@dataclass(frozen=True)
class Fate:
    """What becomes of content: it stays, is taken down, or is handed over to `successor`; on
    validating again what was taken down comes back, or not."""

    content: str = KEEP
    successor: Institution | None = None
    bring_back: bool = False


@transaction.atomic
def change_standing(
    institution: Institution,
    *,
    verification_state: str,
    trust_level: str,
    by: User,
    fate: Fate = Fate(),
    public_text: str = "",
    private_note: str = "",
) -> Disposition | None:
    """Say how far an institution is verified and trusted, and what becomes of what is public.

    Rights follow at once; content is taken down, handed over or brought back by the worker.
    Raises PermissionDenied; ValidationError, keyed by field, and changes nothing then.
    """
    if not decides(by):
        raise PermissionDenied
    row = _hold(institution, fate.successor)
    before = row.verification_state
    set_standing(row, verification_state=verification_state, trust_level=trust_level, by=by)
    told = {"public_text": public_text, "private_note": private_note}
    if before != verification_state or public_text or private_note:
        data = {"before": before, "after": verification_state, "content": fate.content}
        record("institution_standing", by=by, institution=row, data=data, **told)
    row.refresh_from_db()
    found = _dispose(row, fate, by) if verification_state in BARRED else _return(row, fate, by)
    if before != verification_state:
        letters.standing(row, found, public_text)
    return found


def _hold(institution: Institution, successor: Institution | None) -> Institution:
    """What was decided of its content, then both records, in the order of their numbers, as they
    are until the transaction ends (ADR 0006)."""
    list(institution.dispositions.select_for_update().order_by("pk"))
    wanted = {institution.pk, *([successor.pk] if successor else [])}
    rows = Institution.objects.select_for_update(no_key=True).filter(pk__in=wanted)
    return {row.pk: row for row in rows.order_by("pk")}[institution.pk]


def _dispose(row: Institution, fate: Fate, by: User) -> Disposition | None:
    if fate.content == KEEP:
        return None
    _require_idle(row, "content")
    if fate.content == Disposition.Kind.HAND_OVER:
        _require_heir(row, fate.successor)
    found = Disposition(
        institution=row,
        kind=fate.content,
        successor=fate.successor if fate.content == Disposition.Kind.HAND_OVER else None,
        decided_by=by,
    )
    found.clean_fields(exclude={one.name for one in found._meta.fields} - {"kind"})
    found.save()
    handed = found.kind == Disposition.Kind.HAND_OVER
    record(
        "content_handed_over" if handed else "content_taken_down",
        by=by,
        institution=row,
        data={"successor": found.successor_id} if handed else {},
    )
    return found


def _require_heir(row: Institution, successor: Institution | None) -> None:
    if successor is None or successor.pk == row.pk:
        raise ValidationError({"successor": _("Say to which other institution it goes.")})
    heir = Institution.objects.get(pk=successor.pk)
    if heir.barred:
        raise ValidationError({"successor": _("This institution is suspended or closed itself.")})
    if Disposition.objects.filter(institution=heir, state__in=Disposition.ACTIVE).exists():
        raise ValidationError({"successor": _("What is its own is being moved: wait for it.")})
    if missing := languages_without_place(row, heir):
        raise ValidationError(
            {
                "successor": _("It has no public page yet in: %(languages)s. Publish one first.")
                % {"languages": ", ".join(missing)}
            }
        )


def _return(row: Institution, fate: Fate, by: User) -> Disposition | None:
    """Validated again; whatever was under way stops, but for what is being handed over."""
    running = row.dispositions.filter(state__in=Disposition.ACTIVE)
    if running.filter(kind=Disposition.Kind.HAND_OVER).exists():
        raise ValidationError(
            {"verification_state": _("Its content is being handed over: wait until it is done.")}
        )
    last = brought_back(row)
    if last is None:
        return None
    last = Disposition.objects.select_for_update().get(pk=last.pk)
    if not fate.bring_back:
        if last.state == Disposition.State.RUNNING:
            last.state, last.finished_at = Disposition.State.DONE, clock.now()
            last.save()
        return None
    last.state, last.done, last.finished_at = Disposition.State.RETURNING, 0, None
    last.decided_by, last.retry_at, last.attempts, last.error = by, clock.now(), 0, ""
    last.save()
    last.pages.update(problem="")
    record("content_brought_back", by=by, institution=row)
    return last


def _require_idle(row: Institution, field: str) -> None:
    if row.dispositions.filter(state__in=Disposition.ACTIVE).exists():
        raise ValidationError({field: _("What was decided before is still under way: wait.")})
