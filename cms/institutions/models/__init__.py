"""Facts of institutions: records and their members, who wants to join, what became of content."""

from cms.institutions.models.application import Application, ApplicationState, Letter
from cms.institutions.models.disposition import DisposedPage, Disposition
from cms.institutions.models.invitation import Invitation
from cms.institutions.models.record import (
    BARRED,
    BOOKKEEPING,
    OF_THE_ROW,
    TENANCY,
    Channel,
    Institution,
    Membership,
    TrustLevel,
    VerificationState,
)

__all__ = [
    "BARRED",
    "BOOKKEEPING",
    "OF_THE_ROW",
    "TENANCY",
    "Application",
    "ApplicationState",
    "Channel",
    "DisposedPage",
    "Disposition",
    "Institution",
    "Invitation",
    "Letter",
    "Membership",
    "TrustLevel",
    "VerificationState",
]
