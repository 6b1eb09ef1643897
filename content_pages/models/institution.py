"""The public page of an institution; its items live below it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail_localize.fields import SynchronizedField

from cms.accounts import groups
from cms.core import gate
from cms.editorial.forms import ReviewedPageForm
from cms.editorial.pages import ReviewedPage
from cms.institutions import rights
from cms.institutions.models import Institution
from cms.publication.locking import lock_pages
from cms.publication.unit_of_work import publishing
from content_pages.models.base import Illustrated, IndexPage, Summarised, WithBody
from content_pages.panels import institution as panels


class InstitutionIndexPage(IndexPage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["content_pages.InstitutionPage"]
    max_count_per_parent = 1
    content_panels = panels.INDEX
    page_description = _("Holds the institutions.")

    class Meta:
        verbose_name = _("institutions")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Below it operators bring items in."""
        with publishing():
            result = super().save(*args, **kwargs)
            if kwargs.get("update_fields") is None:
                groups.keep_section(self)
        return result


class InstitutionPageForm(ReviewedPageForm):
    """Who may give the page to another institution does so by saving it, as a draft too."""

    def clean(self) -> Any:
        cleaned = super().clean()
        institution = (cleaned or {}).get("institution")
        if self._gives_away() and institution is not None:
            try:
                self.instance.require_room(institution)
            except ValidationError as refusal:
                self.add_error("institution", ValidationError(refusal.messages))
        return cleaned

    def save(self, commit: bool = True) -> Any:
        with publishing():
            if self._gives_away():
                self.instance.give_to(self.cleaned_data["institution"])
            return super().save(commit)

    def _gives_away(self) -> bool:
        return bool(self.instance.pk and "institution" in self.changed_data)


class InstitutionPage(Illustrated, Summarised, WithBody, ReviewedPage):
    """An institution as citizens meet it: its public name is the title, per locale."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        related_name="pages",
        verbose_name=_("institution"),
    )

    # Whose page it is is given, by `give_to`, not drafted.
    not_content = frozenset({"institution"})
    base_form_class = InstitutionPageForm
    override_translatable_fields = [SynchronizedField("institution"), SynchronizedField("image")]
    parent_page_types = ["content_pages.InstitutionIndexPage"]
    subpage_types = ["content_pages.ItemPage"]
    content_panels = panels.INSTITUTION
    page_description = _("The public profile of a museum, theatre, library, cinema …")

    class Meta:
        verbose_name = _("institution page")
        verbose_name_plural = _("institution pages")

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Rights on the subtree follow whose page roots it, in both directions."""
        is_new = self._state.adding
        with publishing():
            result = super().save(*args, **kwargs)
            if "institution" in (kwargs.get("update_fields") or ["institution"]):
                rights.sync_page(self.pk, self.institution_id, is_new=is_new)
        return result

    def with_content_json(self, content: dict[str, Any]) -> "InstitutionPage":
        """Whose page it is the row says: no draft, however old, gives it away or back."""
        page: InstitutionPage = super().with_content_json(content)
        if row := InstitutionPage.objects.filter(pk=self.pk).values("institution_id").first():
            page.institution_id = row["institution_id"]
        return page

    def give_to(self, institution: Institution | None) -> None:
        """From now on the page, in every language, is this institution's, and so are the rights.

        Raises ValidationError, and changes nothing, where the institution has no room for it.
        """
        with publishing():
            lock_pages(self.in_every_language().values_list("pk", flat=True))
            self.require_room(institution)
            for row in self.in_every_language().order_by("pk"):
                row.institution = institution
                row.save(update_fields=["institution"], clean=False)
        self.institution = institution

    def require_room(self, institution: Institution | None) -> None:
        """Raises ValidationError when the institution is barred from what is live of this page, or
        has a page of its own in one of its languages."""
        rows = list(self.in_every_language())
        for row in rows:
            row.institution = institution
            if row.live:
                gate.require_place(row, row.path[: -row.steplen])
        _refuse_a_second(institution, rows)

    def in_every_language(self) -> QuerySet["InstitutionPage"]:
        """Its translations and all aliases; itself among them."""
        key = self.translation_key
        return InstitutionPage.objects.filter(
            Q(translation_key=key) | Q(alias_of__translation_key=key)
        )

    def clean(self) -> None:
        super().clean()
        if self.institution_id and not self.alias_of_id:
            _refuse_a_second(self.institution, [self])


def _refuse_a_second(institution: Institution | None, pages: Iterable[InstitutionPage]) -> None:
    """Raises ValidationError when the institution has another page in one of their languages."""
    own = [page for page in pages if not page.alias_of_id]
    others = InstitutionPage.objects.filter(
        institution=institution,
        locale__in=[page.locale_id for page in own],
        alias_of__isnull=True,
    ).exclude(pk__in=[page.pk for page in own if page.pk])
    if institution is not None and others.exists():
        raise ValidationError(
            {"institution": _("This institution already has a page in this language.")}
        )
