"""Cells of listings that hold more than a value."""

from collections.abc import Mapping
from typing import Any

from django.middleware.csrf import get_token
from wagtail.admin.ui.tables import BaseColumn


class ButtonsColumn(BaseColumn):
    """A cell with forms in it. Wagtail draws cells without their request, from which the token of
    a form comes."""

    def get_cell_context_data(self, instance: Any, parent_context: Mapping[str, Any]) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        return context | {"csrf_token": get_token(parent_context["request"])}
