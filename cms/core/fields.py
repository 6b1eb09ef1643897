"""Model fields shared by page types."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.fields import StreamField

from cms.core.codes import CodeList, code_list

# What a menu shows while nothing is chosen in it.
NOT_CHOSEN = gettext_lazy("Not chosen yet")


class BlocksField(StreamField):
    """A StreamField whose block definitions stay out of migrations.

    Blocks change with the code that draws them, not with the database: the column is JSON either
    way, and a migration per renamed help text hides the ones that matter.
    """

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class CodeField(models.CharField):
    """One code of a code list. The choices stay out of migrations."""

    def __init__(self, *args: Any, codes: str, **kwargs: Any) -> None:
        self.codes = codes
        kwargs.setdefault("max_length", 40)
        choices = code_list(codes).choices()
        # An empty default is a question not answered yet: the form must not answer it.
        empty = kwargs.get("blank") or kwargs.get("default") == ""
        kwargs["choices"] = [("", NOT_CHOSEN), *choices] if empty else choices
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs | {"codes": self.codes}


class CodeBoxes(forms.MultipleChoiceField):
    """Boxes of a code list; a code that was replaced is ticked as the one that took its place."""

    def __init__(self, codes: CodeList, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes

    def prepare_value(self, value: Any) -> Any:
        return [self.codes.current(code) for code in value] if isinstance(value, list) else value


class CodesField(models.JSONField):
    """Several codes of a code list, kept in the list's order."""

    def __init__(self, *args: Any, codes: str, **kwargs: Any) -> None:
        self.codes = codes
        kwargs["default"] = list
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("default", None)
        kwargs.pop("blank", None)
        return name, path, args, kwargs | {"codes": self.codes}

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        return CodeBoxes(
            code_list(self.codes),
            choices=code_list(self.codes).choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        known = code_list(self.codes)
        if not isinstance(value, list) or not all(isinstance(code, str) for code in value):
            raise ValidationError(_("Give a list of codes."), code="invalid")
        if unknown := [code for code in value if code not in known]:
            raise ValidationError(
                _("%(code)s is not a code of %(list)s."),
                params={"code": unknown[0], "list": self.codes},
                code="unknown_code",
            )
        return [code for code in known.codes if code in value]
