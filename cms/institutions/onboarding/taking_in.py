"""An application is accepted: record, groups, collection, draft pages and invitations, or nothing.

One transaction. Locks are taken in the order of ADR 0006: the sections the pages come below, then
the application's row; of two who accept at once the second finds it decided.
"""

from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Locale

from cms.accounts.models import User
from cms.core.locales import chain, content_locales
from cms.institutions.decisions import record
from cms.institutions.members.invitations import invite
from cms.institutions.models import (
    Application,
    ApplicationState,
    Institution,
    Membership,
    VerificationState,
)
from cms.institutions.onboarding import letters
from cms.institutions.onboarding.services import end, require_open
from cms.institutions.services import onboard_institution
from cms.publication.locking import lock_pages
from cms.publication.page_writer import (
    InstitutionDraft,
    PageWriter,
    TreeNotReady,
    open_page_writer,
)
from cms.publication.unit_of_work import publishing

# What an application and a record call the same.
SAME_NAMES = (
    *("legal_name", "kind", "ownership", "territory", "address", "postal_code", "town"),
    *("website", "public_email", "public_phone", "building_accessibility"),
)
TITLE_LENGTH = 140


def accept(
    application: Application, *, by: User, public_text: str = "", private_note: str = ""
) -> Institution:
    """Take the institution in. Nothing of it goes live: its pages are drafts.

    Raises PermissionDenied; ValidationError, keyed by field, where the record cannot be (a known
    registration number) or the tree of a language is not ready.
    """
    with publishing(), transaction.atomic():
        writers = _writers()
        lock_pages(writer.section_id for writer in writers)
        row = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        require_open(row, by)
        institution = _found(row)
        _draft_pages(row, institution, writers, by)
        row.institution, row.reasons = institution, []
        row.public_text, row.private_note = public_text, private_note
        end(row, ApplicationState.ACCEPTED, by=by)
        record(
            "application_accepted",
            by=by,
            institution=institution,
            title=row.legal_name,
            data={"application": str(row.uid)},
            public_text=public_text,
            private_note=private_note,
        )
        letters.accepted(row)
        _invite_all(row, institution, by)
    return institution


def _writers() -> list[PageWriter]:
    """One for each language content is written in."""
    known = set(Locale.objects.values_list("language_code", flat=True))
    try:
        return [open_page_writer(code) for code in content_locales() if code in known]
    except TreeNotReady as reason:
        raise ValidationError(str(reason), code="tree_not_ready") from None


def _found(row: Application) -> Institution:
    facts: dict[str, Any] = {name: getattr(row, name) for name in SAME_NAMES}
    return onboard_institution(
        **facts,
        registration_number=row.registration_number or None,
        editorial_email=row.contact_email,
        verification_state=VerificationState.VALIDATED,
        channels=[(one["channel"], one["url"]) for one in row.channels],
    )


def _draft_pages(
    row: Application, institution: Institution, writers: list[PageWriter], by: User
) -> None:
    key = uuid4()  # the page is the same in every language
    for writer in writers:
        text = _text(row, writer.language)
        draft = InstitutionDraft(
            record_id=institution.pk,
            title=(text.get("name") or row.legal_name)[:TITLE_LENGTH],
            summary=text.get("summary", "") if writer.language in row.texts else "",
            slug_hint=row.town,
        )
        writer.draft_institution(draft, key=key, user=by)


def _text(row: Application, language: str) -> dict[str, str]:
    """What was written for this language, else for the nearest; the name at least is needed."""
    nearest = next((code for code in (*chain(language), *row.texts) if code in row.texts), "")
    text: dict[str, str] = row.texts.get(nearest, {})
    return text


def _invite_all(row: Application, institution: Institution, by: User) -> None:
    invited = {row.contact_email.lower(): Membership.Role.MANAGER.value}
    for one in row.colleagues:
        invited.setdefault(one["email"].lower(), one["role"])
    for email, role in invited.items():
        invite(institution=institution, email=email, role=role, by=by, language=row.language)
