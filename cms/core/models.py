"""The base of every page: what may go live, and where it lives in public."""

from typing import Any

from django.db import models
from wagtail.models import Page

from cms.core import gate
from cms.core.forms import GatedPageForm


class BasePage(Page):
    """A page that asks the gate before it is live.

    Only the title is needed to save a draft. Wagtail validates drafts minimally and live pages
    fully; the gate's checks run beside the latter, in the same `save`, so that no path to
    publication goes around them: admin, API, schedule, translation, copy, alias, script.
    """

    base_form_class = GatedPageForm
    # A headless page has no menu of its own: navigation is part of the home page.
    show_in_menus_default = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Raises ValidationError, keyed by field, when a live page does not pass the gate."""
        if kwargs.get("clean", True) and self.live:
            self._set_core_field_defaults()
            gate.require_open(self)
        return super().save(*args, **kwargs)

    @property
    def public_path(self) -> str:
        """`/{locale}/…/`: the page's address below its locale's home, as frontends use it."""
        below_home = self.url_path.split("/", 2)[2] if self.url_path.count("/") > 1 else ""
        return f"/{self.locale.language_code}/{below_home}"


class Timestamped(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
