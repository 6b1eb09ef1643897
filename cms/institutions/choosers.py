"""The chooser of institutions that forms use."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from cms.core.matching import NameSearchForm
from cms.core.visibility import visible_to
from cms.institutions.models import Institution
from cms.institutions.record_views import NAMES


class InstitutionSearchForm(NameSearchForm):
    name_fields = NAMES


class InstitutionsSeen:
    """Every record for those who look after them, for members their own institution's."""

    def get_object_list(self) -> QuerySet[Institution]:
        return visible_to(self.request.user, Institution.objects.all())  # type: ignore[attr-defined]


class InstitutionChooseView(InstitutionsSeen, ChooseView):
    pass


class InstitutionChooseResultsView(InstitutionsSeen, ChooseResultsView):
    pass


class InstitutionChooserViewSet(ChooserViewSet):
    choose_view_class = InstitutionChooseView
    choose_results_view_class = InstitutionChooseResultsView
    name = "institution_chooser"
    model = Institution
    icon = "institution"
    choose_one_text = _("Choose an institution")
    choose_another_text = _("Choose another institution")

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(filter_form_class=InstitutionSearchForm, **kwargs)


CHOOSER = InstitutionChooserViewSet()
AdminInstitutionChooser = CHOOSER.widget_class


def choosers() -> list[Any]:
    return [CHOOSER]
