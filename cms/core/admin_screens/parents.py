"""Where a new page goes: its place is its language, so each language's is offered."""

from typing import Any

from django.forms import Form, RadioSelect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.choose_parent import ChooseParentView
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.core.locales import content_locales

# So many places stand in a list; whoever has more looks for one.
LISTED = 12


class ChooseParent(ChooseParentView):
    """Offers the places of every language, those in the person's own first.

    Wagtail's own looks in one language alone, the site's first unless the address names one.
    """

    locale = None

    def get_valid_parent_pages(self, user: Any) -> PageQuerySet:
        return super().get_valid_parent_pages(user).filter(alias_of__isnull=True)

    def get_form(self) -> Form:
        form: Form = super().get_form()
        field: Any = form.fields["parent_page"]
        field.help_text = _("The new page is written in the language of the page chosen here.")
        found = self.get_valid_parent_pages(self.request.user).select_related("locale")
        places = list(found.order_by("path")[: LISTED + 1])
        if 0 < len(places) <= LISTED:
            places.sort(key=_own_language_first)
            field.widget = RadioSelect(choices=[(one.pk, _told(one)) for one in places])
            field.initial = places[0].pk
        return form


def may_add(user: Any, model: type[Page]) -> bool:
    """Whether there is a place where the person may add a page of this type."""
    view = ChooseParent()
    view.model = model
    return bool(view.get_valid_parent_pages(user).exists())


def _own_language_first(page: Page) -> tuple[bool, int]:
    code, spoken = page.locale.language_code, content_locales()
    return code != get_language(), spoken.index(code) if code in spoken else len(spoken)


def _told(page: Page) -> str:
    return f"{page.get_admin_display_title()} – {page.locale.get_display_name()}"
