"""“Add to a release”, of the pages chosen in any listing."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from cms.core.admin_screens.bulk import OnlyMine
from cms.editorial.models.releases import Release
from cms.editorial.releases import services
from cms.editorial.releases.forms import ChooseReleaseForm
from cms.editorial.releases.policies import may_keep, may_publish


class AddToRelease(OnlyMine, PageBulkAction):
    display_name = _("Add to a release")
    action_type = "add_to_release"
    aria_label = _("Add the chosen pages to a release")
    template_name = "editorial/releases/bulk_add.html"
    action_priority = 60
    form_class = ChooseReleaseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def check_perm(self, page: Page) -> bool:
        return may_keep(self.request.user) and may_publish(self.request.user, page)

    def get_execution_context(self) -> dict[str, Any]:
        cleaned = self.cleaned_form.cleaned_data
        return {
            **super().get_execution_context(),
            "release": cleaned["release"],
            "title": cleaned["title"],
        }

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[Page],
        user: Any = None,
        release: Release | None = None,
        title: str = "",
        **kwargs: Any,
    ) -> tuple[int, int]:
        release = release or services.create(title=title, user=user)
        return services.add(release=release, pages=objects, user=user), 0

    def get_success_message(self, added: int, below: int) -> str:
        return ngettext(
            "%(count)d page has been added to the release.",
            "%(count)d pages have been added to the release.",
            added,
        ) % {"count": added}
