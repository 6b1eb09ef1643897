"""`{% publishing_checklist page %}`: what the page lacks, as a list with links to its fields."""

from typing import Any

from django import template
from django.urls import reverse

from content_pages.checklist import checklist_of
from content_pages.requirements import REQUIREMENTS

register = template.Library()


@register.inclusion_tag("content_pages/panels/checklist_entries.html")
def publishing_checklist(page: Any) -> dict[str, Any]:
    """With the address that draws it again, once the page is saved."""
    address = reverse("publishing_checklist", args=[page.pk]) if page.pk else ""
    return {"checklist": checklist_of(page), "address": address}


@register.filter
def has_checklist(page: Any) -> bool:
    """Whether the form of the page shows one."""
    return type(page) in REQUIREMENTS
