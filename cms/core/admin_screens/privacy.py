"""Whom a page is kept for: groups one may see the names of."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.admin.views.page_privacy import SetPrivacyView

from cms.core.visibility import visible_to


class SetPrivacy(SetPrivacyView):
    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields["groups"].queryset = visible_to(self.request.user, Group.objects.all())
        return form
