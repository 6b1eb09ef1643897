"""Whose a page is, on a dashboard: one began or submitted it, or works for its institution."""

from typing import Any

from django.db.models import Q

from cms.core.subtrees import at_and_below
from content_pages.models import InstitutionPage


def own_pages(user: Any) -> Q:
    """Who works below every institution, for the portal, is no member of them."""
    return Q(owner=user) | at_and_below(institution_paths(user))


def institution_paths(user: Any) -> list[str]:
    """Paths of the pages of the institutions the person is a member of."""
    pages = InstitutionPage.objects.filter(institution__memberships__user=user)
    return list(pages.values_list("path", flat=True))
