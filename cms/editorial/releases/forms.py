"""What is asked of who keeps releases."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput, AdminPageChooser
from wagtail.models import Page

from cms.editorial.models.releases import Release
from cms.editorial.releases.policies import may_keep


class ReleaseForm(forms.ModelForm[Release]):
    class Meta:
        model = Release
        fields = ["title", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class PageForm(forms.Form):
    """One page, chosen where pages are chosen."""

    page = forms.ModelChoiceField(
        label=gettext_lazy("Page"), queryset=Page.objects.all(), widget=AdminPageChooser
    )


class ScheduleForm(forms.Form):
    go_live_at = forms.DateTimeField(
        label=gettext_lazy("Goes live"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("All its pages together, as they are approved by then."),
    )


class RollBackForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It is noted in the audit log."),
    )


class ChooseReleaseForm(forms.Form):
    """A draft release there is, or the title of a new one."""

    release = forms.ModelChoiceField(
        label=gettext_lazy("Release"),
        queryset=Release.objects.none(),
        required=False,
        empty_label=gettext_lazy("A new one"),
    )
    title = forms.CharField(
        label=gettext_lazy("Title of the new release"), max_length=255, required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        drafts = Release.objects.filter(status=Release.Status.DRAFT)
        field = self.fields["release"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = drafts if may_keep(user) else Release.objects.none()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("release") and not cleaned.get("title", "").strip():
            told = ValidationError(_("Choose a release, or name a new one."), code="required")
            raise ValidationError({"title": told})
        return cleaned
