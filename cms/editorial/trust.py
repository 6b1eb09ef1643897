"""How far an institution's content is trusted to need no human eye before it is public.

    new ──3 pages approved by hand──▶ known ──a moderator says so──▶ trusted
     ▲                                  ▲                               │
     └──────────── a moderator ─────────┴──────────── watched ◀─────────┘
                                             an upheld report: one step down

The rules are `UP` and `DOWN`; each step is kept in `TrustChange` and the audit log.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef

from cms.audit.recording import record
from cms.editorial.models.spot_checks import SpotCheck, TrustChange
from cms.editorial.models.submissions import Approval
from cms.institutions.models import Institution, TrustLevel
from cms.publication.models import Clearance

# So many of an institution's pages always see a human first.
FIRST_BY_HAND = 3
# What an institution becomes with so many approved, and with an upheld report.
UP: Mapping[str, str] = {TrustLevel.NEW: TrustLevel.KNOWN}
DOWN: Mapping[str, str] = {
    TrustLevel.TRUSTED: TrustLevel.KNOWN,
    TrustLevel.KNOWN: TrustLevel.WATCHED,
    TrustLevel.NEW: TrustLevel.WATCHED,
}
FIRST_APPROVALS, UPHELD_REPORT = "first_approvals", "upheld_report"


def stands_alone(institution_id: int | None) -> bool:
    """Whether what the institution submits is public after the automatic checks alone."""
    if institution_id is None:
        return False
    trusted = Institution.objects.filter(pk=institution_id, trust_level=TrustLevel.TRUSTED)
    return trusted.exists() and approved_by_hand(institution_id) >= FIRST_BY_HAND


def approved_by_hand(institution_id: int) -> int:
    """How many of its pages were approved by humans, all that their workflow asked: what one
    approved and another rejected does not count, nor what was taken down since."""
    through = Clearance.objects.filter(
        page_id=OuterRef("page_id"), digest=OuterRef("digest"), kind=Clearance.Kind.APPROVED
    )
    approvals = Approval.objects.filter(
        Exists(through), institution_id=institution_id, revoked_at=None
    )
    return approvals.values("page_id").distinct().count()


@transaction.atomic
def rise(institution_id: int | None) -> None:
    """After an approval: enough of them by hand, and the institution is known."""
    if institution_id is None:
        return
    if not Institution.objects.filter(pk=institution_id, trust_level__in=UP).exists():
        return
    institution = _locked(institution_id)
    if institution is None or institution.trust_level not in UP:
        return
    if approved_by_hand(institution.pk) >= FIRST_BY_HAND:
        _move(institution, UP[institution.trust_level], FIRST_APPROVALS)


@transaction.atomic
def fall(check: SpotCheck) -> None:
    """After an upheld report: one step down."""
    institution = _locked(check.institution_id)
    if institution is not None and institution.trust_level in DOWN:
        _move(institution, DOWN[institution.trust_level], UPHELD_REPORT)


def _locked(institution_id: int | None) -> Institution | None:
    rows = Institution.objects.select_for_update(no_key=True)
    return rows.filter(pk=institution_id).first() if institution_id else None


def _move(institution: Institution, level: str, rule: str) -> None:
    before = institution.trust_level
    institution.trust_level = level
    institution.save(update_fields=["trust_level", "updated_at"])
    TrustChange.objects.create(institution=institution, before=before, after=level, rule=rule)
    record(
        act="trust_moved",
        actor=None,
        institution_id=institution.pk,
        title=institution.legal_name,
        data={"before": before, "after": level, "rule": rule},
    )
