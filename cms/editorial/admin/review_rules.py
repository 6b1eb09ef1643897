"""Which reviews the stages ask for: head moderators keep the rules, each change is in the log."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from cms.core.admin_screens.groups import GroupsByHand
from cms.core.paginator import CountedPaginator
from cms.editorial.models import ReviewRule, ReviewStage
from cms.editorial.workflow import rules


class ReviewRuleForm(GroupsByHand, WagtailAdminModelForm):
    """One rule per stage and kind of review."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stages: Any = self.fields["stage"]
        stages.queryset = ReviewStage.objects.filter(active=True).order_by("name")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        others = ReviewRule.objects.exclude(pk=self.instance.pk)
        if others.filter(stage=data.get("stage"), kind=data.get("kind", "")).exists():
            told = _("This stage asks for such a review already: change the rule it has.")
            self.add_error("kind", told)
        return data

    def save(self, commit: bool = True) -> ReviewRule:
        rule: ReviewRule = super().save(commit=False)
        rules.keep_review_rule(rule=rule, user=self.for_user)
        return rule


class ReviewRuleIndexView(IndexView):
    paginator_class = CountedPaginator
    results_template_name = "editorial/admin/review_rules_results.html"

    def get_base_queryset(self) -> QuerySet[ReviewRule]:
        return ReviewRule.objects.select_related("stage", "group")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, idle_stages=rules.idle_stages(), **kwargs)


class ReviewRuleDeleteView(DeleteView):
    template_name = "editorial/admin/review_rule_delete.html"

    @cached_property
    def consequences(self) -> list[str]:
        return rules.left_unasked(self.object)

    def delete_action(self) -> None:
        rules.delete_review_rule(rule=self.object, user=self.request.user)


class ReviewRuleViewSet(ModelViewSet):
    name = "review_rules"
    model = ReviewRule
    icon = "tasks"
    menu_label = gettext_lazy("Review rules")
    menu_order = 325
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = ReviewRuleIndexView
    delete_view_class = ReviewRuleDeleteView
    ordering = ["stage", "kind"]
    list_display = [
        TitleColumn("get_kind_display", label=gettext_lazy("Review"), url_name="review_rules:edit"),
        "stage",
        "group",
        "quorum",
        Column("get_asked_display", label=gettext_lazy("Asked")),
        BooleanColumn("by_link", label=gettext_lazy("By link")),
    ]
    edit_handler = ObjectList(
        [
            HelpPanel(template="editorial/admin/review_rule_help.html"),
            FieldPanel("stage"),
            FieldPanel("kind"),
            FieldPanel("group", help_text=gettext_lazy("Head moderators give every review.")),
            FieldPanel("quorum"),
            FieldPanel("asked"),
            FieldPanel("by_link"),
        ],
        base_form_class=ReviewRuleForm,
    )
