"""When reviews are given: working days and holidays, as rows head moderators keep."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from cms.editorial.models import Holiday, WorkingDay


class WorkingDayViewSet(ModelViewSet):
    name = "working_days"
    model = WorkingDay
    icon = "calendar"
    menu_label = _("Working days")
    form_fields = ["weekday", "opens", "closes"]
    copy_view_enabled = False
    inspect_view_enabled = False
    index_results_template_name = "editorial/admin/working_days_results.html"
    list_display = ["weekday", "opens", "closes"]
    ordering = ["weekday"]


class HolidayViewSet(ModelViewSet):
    name = "holidays"
    model = Holiday
    icon = "calendar"
    menu_label = _("Holidays")
    form_fields = ["day", "name"]
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["day", "name"]
    ordering = ["day"]


class CalendarViewSetGroup(ModelViewSetGroup):
    menu_label = _("Review calendar")
    menu_icon = "calendar"
    menu_order = 340
    items = (WorkingDayViewSet, HolidayViewSet)
    add_to_admin_menu = False
    add_to_settings_menu = True
