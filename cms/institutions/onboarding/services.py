"""What is done with applications: sent, confirmed, asked about, answered, withdrawn, decided."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.core import clock
from cms.institutions.decisions import record
from cms.institutions.models import Application, ApplicationState, Letter
from cms.institutions.models.application import ENDED, OPEN
from cms.institutions.onboarding import letters
from cms.institutions.policies import decides_applications

# A link in a mail is all that tells an applicant from anybody else: nobody is sent many of them.
UNCONFIRMED_PER_ADDRESS = 3


class TooManyWaiting(ValidationError):
    """As many applications as may wait for one address to confirm them do."""


class NotOpen(ValidationError):
    """It was decided or withdrawn already."""


@transaction.atomic
def send_application(**facts: Any) -> Application:
    """Keep an application and mail its link; moderators see it once the link was followed.

    Raises ValidationError, keyed by field, for what is wrong with it; TooManyWaiting when the
    address has not confirmed earlier ones.
    """
    application = Application(**facts)
    application.full_clean()
    waiting = Application.objects.filter(
        contact_email__iexact=application.contact_email, state=ApplicationState.UNCONFIRMED
    )
    if waiting.count() >= UNCONFIRMED_PER_ADDRESS:
        raise TooManyWaiting(_("Earlier applications of this address wait to be confirmed."))
    application.save()  # on record once somebody stands by it: all else may be anybody's words
    letters.confirm(application)
    return application


@transaction.atomic
def confirm(application: Application) -> Application:
    """The address is the applicant's: moderators see the application from now on.

    Followed again, the link changes nothing. Raises ValidationError when it is too late.
    """
    row = _locked(application)
    if row.state != ApplicationState.UNCONFIRMED:
        return row
    if row.has_lapsed:
        raise ValidationError(_("This link has expired: please send the application again."))
    row.state, row.confirmed_at = ApplicationState.WAITING, clock.now()
    row.save()
    _note("application_confirmed", row, by=None)
    letters.received(row)
    return row


@transaction.atomic
def withdraw(application: Application) -> Application:
    """The applicant takes it back. It is kept. Raises ValidationError when it was decided."""
    row = _locked(application)
    if row.state in ENDED:
        raise ValidationError(_("This application has been decided on or withdrawn already."))
    row.state, row.decided_at = ApplicationState.WITHDRAWN, clock.now()
    row.save()
    _note("application_withdrawn", row, by=None)
    return row


@transaction.atomic
def ask(application: Application, *, by: User, text: str) -> Application:
    """Ask the applicant a question; the application waits for the answer."""
    row = _to_decide(application, by)
    row.state = ApplicationState.ASKED
    row.save()
    _write(row, text, author=by, is_question=True)
    _note("application_asked", row, by=by, public_text=text)
    letters.question(row, text)
    return row


@transaction.atomic
def answer(application: Application, *, text: str) -> Application:
    """What the applicant answers; the application waits for a decision again.

    Raises ValidationError when nothing was asked.
    """
    row = _locked(application)
    if row.state != ApplicationState.ASKED:
        raise ValidationError(_("There is no question to answer."))
    row.state = ApplicationState.WAITING
    row.save()
    _write(row, text, author=None, is_question=False)
    _note("application_answered", row, by=None, public_text=text)
    letters.answered(row, text)
    return row


@transaction.atomic
def reject(
    application: Application,
    *,
    by: User,
    reasons: Iterable[str],
    public_text: str,
    private_note: str = "",
) -> Application:
    """Turn it down, with one reason at least; it is kept, and the applicant is told why.

    Raises ValidationError, keyed by field: no reason, or another one that says nothing.
    """
    row = _to_decide(application, by)
    row.reasons, row.public_text, row.private_note = list(reasons), public_text, private_note
    if not row.reasons:
        raise ValidationError({"reasons": _("Give one reason at least.")})
    if "other" in row.reasons and not public_text.strip():
        raise ValidationError({"public_text": _("Say what the other reason is.")})
    end(row, ApplicationState.REJECTED, by=by)
    _note(
        "application_rejected",
        row,
        by=by,
        data={"reasons": row.reasons},
        public_text=public_text,
        private_note=private_note,
    )
    letters.rejected(row)
    return row


def end(row: Application, state: ApplicationState, *, by: User) -> None:
    """Write how it ended; from now on the links of former letters open nothing.

    Raises ValidationError, keyed by field.
    """
    row.state, row.decided_at, row.decided_by = state, clock.now(), by
    row.nonce = uuid4()
    row.clean_fields(exclude={one.name for one in row._meta.fields} - {"reasons"})
    row.save()


def _locked(application: Application) -> Application:
    """The row as it is now, for us alone: two who decide go one after the other."""
    return Application.objects.select_for_update(no_key=True).get(pk=application.pk)


def _to_decide(application: Application, by: User) -> Application:
    return require_open(_locked(application), by)


def require_open(row: Application, by: User) -> Application:
    """Raises PermissionDenied for who does not decide, NotOpen when somebody has."""
    if not decides_applications(by):
        raise PermissionDenied
    if row.state not in OPEN:
        told = _("This application is no longer open: %(state)s.")
        raise NotOpen(told % {"state": row.get_state_display()}, code="not_open")
    return row


def _write(row: Application, text: str, *, author: User | None, is_question: bool) -> None:
    letter = Letter(application=row, author=author, is_question=is_question, text=text.strip())
    letter.full_clean()
    letter.save()


def _note(act: str, row: Application, *, by: User | None, **told: Any) -> None:
    record(
        act,
        by=by,
        by_name="" if by else row.contact_name,
        title=row.legal_name,
        data={"application": str(row.uid), **told.pop("data", {})},
        **told,
    )
