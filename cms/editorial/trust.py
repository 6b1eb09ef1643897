"""How far an institution's content is trusted to need no human eye before it is public."""

from cms.editorial.models.submissions import Approval
from cms.institutions.models import Institution, TrustLevel

# So many of an institution's pages always see a human first.
FIRST_BY_HAND = 3


def stands_alone(institution_id: int | None) -> bool:
    """Whether what the institution submits is public after the automatic checks alone."""
    if institution_id is None:
        return False
    trusted = Institution.objects.filter(pk=institution_id, trust_level=TrustLevel.TRUSTED)
    return trusted.exists() and approved_by_hand(institution_id) >= FIRST_BY_HAND


def approved_by_hand(institution_id: int) -> int:
    """How many of its pages a human has approved."""
    approvals = Approval.objects.filter(institution_id=institution_id)
    return approvals.values("page_id").distinct().count()
