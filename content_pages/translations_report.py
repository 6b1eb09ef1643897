"""The report of translations: those of the pages one works on."""

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail_localize.views.report import TranslationsReportView

from cms.core.admin_screens.urls import in_the_admin, listing
from cms.core.visibility import mine, sees_everything


class Translations(TranslationsReportView):
    def get_queryset(self) -> QuerySet[Any]:
        translations = super().get_queryset().order_by("-created_at", "-pk")
        if sees_everything(self.request.user):
            return translations
        pages = mine(self.request.user, Page.objects.all())
        return translations.filter(source__object_id__in=pages.values("translation_key"))


urlpatterns = in_the_admin(listing("localize/reports/translations/", Translations))
