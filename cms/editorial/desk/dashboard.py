"""First on a reviewer's page: what waits for them. First in the menu: how many there are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from cms.editorial.desk import queue
from cms.editorial.desk.queue_view import TITLE

SHOWN = 6
# What Wagtail shows of workflows to those who decide: the desk says it better.
REPLACED = frozenset({"workflow_objects_to_moderate"})


class DeskPanel(Component):
    name = "desk"
    template_name = "editorial/desk/panel.html"
    order = 5

    class Media:
        css = {"all": ["editorial/desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = queue.decidable(request.user)
        return {
            "submissions": list(queue.with_rows(waiting, request.user)[:SHOWN]),
            "waiting": queue.count_for(request),
            "request": request,
            # A panel is drawn without its request: its forms would lack their token.
            "csrf_token": get_token(request),
        }


def add_panels(request: HttpRequest, panels: list[Component]) -> None:
    if queue.gives_reviews(request.user):
        kept = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
        panels[:] = [DeskPanel(), *kept]


class DeskMenuItem(MenuItem):
    """With its count, which is another for everybody: nothing of it is kept between requests."""

    def is_shown(self, request: HttpRequest) -> bool:
        return queue.gives_reviews(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        if waiting := queue.count_for(request):
            # In front: where a name is too long for the menu, its end is cut off.
            told = gettext("%(count)d · %(label)s")
            component.label = told % {"label": self.label, "count": waiting}
        return component


def menu_item() -> MenuItem:
    return DeskMenuItem(TITLE, reverse("desk"), name="desk", icon_name="tasks", order=1)
