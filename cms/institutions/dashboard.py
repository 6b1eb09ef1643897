"""Panels of the dashboard: why a member can change nothing, and which records wait for staff."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.institutions.models import BARRED, Application, ApplicationState, Institution
from cms.institutions.policies import decides, decides_applications

SHOWN = 8


class BarredPanel(Component):
    """Tells members of a suspended or closed institution what that means for them."""

    name = "barred_institutions"
    template_name = "institutions/dashboard/barred.html"
    order = 10

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        mine = Institution.objects.filter(memberships__user=user, verification_state__in=BARRED)
        return {"institutions": list(mine)}


class ProposalsPanel(Component):
    """Records whose managers have proposed changes, for who decides."""

    name = "record_proposals"
    template_name = "institutions/dashboard/proposals.html"
    order = 80

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        records = Institution.objects.none()
        if decides(parent_context["request"].user):
            records = Institution.objects.filter(has_unpublished_changes=True)
        waiting = records.select_related("latest_revision__user")
        return {"records": list(waiting.order_by("latest_revision__created_at")[:SHOWN])}


class ApplicationsPanel(Component):
    """Institutions that apply and wait for a decision, for who decides."""

    name = "applications"
    template_name = "institutions/dashboard/applications.html"
    order = 75

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        waiting = Application.objects.none()
        if decides_applications(parent_context["request"].user):
            waiting = Application.objects.filter(state=ApplicationState.WAITING)
        return {"applications": list(waiting.order_by("confirmed_at")[:SHOWN])}


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    panels[:] = [BarredPanel(), *panels, ApplicationsPanel(), ProposalsPanel()]
