"""The rules that show content to a human: head moderators keep them, each change a version."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.paginator import CountedPaginator
from cms.editorial.facts import ATTRIBUTES
from cms.editorial.flags.conditions import LONGEST_VALUE, cleaned
from cms.editorial.flags.services import keep_rule
from cms.editorial.models import FlagRule, Operator

# How many conditions the form has room for; the rule itself takes more.
ROOM = 6
NOTHING = [("", "—")]


class FlagRuleForm(WagtailAdminModelForm):
    """The rule and its conditions, of which empty rows are none."""

    class Meta:
        model = FlagRule
        fields = ["name", "active", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self._known()
        for number in range(max(ROOM, len(known))):
            one = known[number] if number < len(known) else {}
            self._add_row(number, one)

    def _known(self) -> list[dict[str, str]]:
        version = self.instance.versions.first() if self.instance.pk else None
        return list(version.conditions) if version else []

    def _add_row(self, number: int, one: dict[str, str]) -> None:
        label = {"number": number + 1}
        self.fields[f"attribute_{number}"] = forms.ChoiceField(
            label=_("Condition %(number)d") % label,
            choices=[*NOTHING, *ATTRIBUTES.items()],
            required=False,
            initial=one.get("attribute", ""),
        )
        self.fields[f"operator_{number}"] = forms.ChoiceField(
            label=_("Comparison %(number)d") % label,
            choices=[*NOTHING, *Operator.choices],
            required=False,
            initial=one.get("operator", ""),
        )
        self.fields[f"value_{number}"] = forms.CharField(
            label=_("Value %(number)d") % label,
            required=False,
            max_length=LONGEST_VALUE,
            initial=one.get("value", ""),
            help_text=_("Several words or codes are separated by commas."),
        )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        self.conditions = [row for number in self._rows() if (row := self._row(data, number))]
        if not self.errors:
            try:
                cleaned(self.conditions, ATTRIBUTES)
            except ValidationError as error:
                self.add_error(None, error)
        return data

    def _rows(self) -> range:
        return range(sum(1 for name in self.fields if name.startswith("attribute_")))

    def _row(self, data: dict[str, Any], number: int) -> dict[str, str] | None:
        names = ("attribute", "operator", "value")
        row = {name: data.get(f"{name}_{number}", "") for name in names}
        return row if row["attribute"] or row["value"] else None

    def save(self, commit: bool = True) -> FlagRule:
        rule: FlagRule = super().save(commit=False)
        keep_rule(rule=rule, conditions=self.conditions, user=self.for_user)
        return rule


class FlagRuleIndexView(IndexView):
    paginator_class = CountedPaginator

    def get_base_queryset(self) -> QuerySet[FlagRule]:
        rules = FlagRule.objects.all()
        return rules.annotate(
            version_count=Count("versions", distinct=True),
            hit_count=Count("versions__hits", distinct=True),
        )


class FlagRuleViewSet(ModelViewSet):
    name = "flag_rules"
    model = FlagRule
    icon = "warning"
    menu_label = _("Flag rules")
    menu_order = 330
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = FlagRuleIndexView
    search_fields = ["name"]
    search_backend_name = None
    ordering = ["name"]
    list_display = [
        "name",
        "active",
        Column("version_count", label=_("Versions")),
        Column("hit_count", label=_("Hits")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[FlagRuleForm]:
        return FlagRuleForm
