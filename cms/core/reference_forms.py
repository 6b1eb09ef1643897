"""Forms that take only what their user may see: nobody draws in another's draft by its number."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamValue
from wagtail.blocks.base import BlockField
from wagtail.fields import RichTextField
from wagtail.rich_text import extract_references_from_rich_text

from cms.core.references import Reference, of_value, reference, references, unseen

NOT_SEEN = _("Choose something that is public or your institution's own.")

Chosen = tuple[Any, Reference]


class ReferencesChecked:
    """Mixin of `WagtailAdminModelForm`: what it newly points at is visible to who fills it in.

    What the saved version points at stays. A refused choice is an error on its field and is not
    shown again: naming it would be the leak.
    """

    known: frozenset[Any] = frozenset()
    references_were_checked = False
    points_at_what_is_not_seen = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # type: ignore[attr-defined]
            self.known = frozenset(
                (one.model, one.pk)
                for one in references(self.instance)  # type: ignore[attr-defined]
            )

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()  # type: ignore[misc]
        if self.is_bound and not self.references_were_checked:  # type: ignore[attr-defined]
            self.references_were_checked = True
            self.points_at_what_is_not_seen = self._refuse_what_is_not_seen()
            return valid and not self.points_at_what_is_not_seen
        return valid and not self.errors  # type: ignore[attr-defined]

    def _refuse_what_is_not_seen(self) -> bool:
        """Whether anything was refused."""
        chosen = [
            (form, one) for form, one in chosen_in(self) if (one.model, one.pk) not in self.known
        ]
        hidden = unseen(self.for_user, (one for _form, one in chosen))  # type: ignore[attr-defined]
        refused = {(form, one.field) for form, one in chosen if one in hidden}
        for form, name in refused:
            _refuse(form, name, {one for one in hidden if one.field == name})
        return bool(refused)


class CheckedModelForm(ReferencesChecked, WagtailAdminModelForm):
    """The form of records and settings."""


def chosen_in(form: Any) -> Iterator[Chosen]:
    """(form, reference) of everything that was posted to a form and its rows, valid or not."""
    for name, field in form.fields.items():
        posted = form[name].data
        if isinstance(field, BlockField):
            found = of_value(name, field.block, posted)
        elif isinstance(field, ModelChoiceField):
            keys = posted if isinstance(posted, list | tuple) else [posted]
            model = field.queryset.model  # type: ignore[union-attr]
            found = (reference(name, model, key) for key in keys if key)
        else:
            found = _of_rich_text(form, name, posted)
        yield from ((form, one) for one in found)
    for formset in getattr(form, "formsets", {}).values():
        for row in formset.forms:
            yield from chosen_in(row)


def _of_rich_text(form: Any, name: str, posted: Any) -> Iterator[Reference]:
    stored = {field.name: field for field in form.instance._meta.get_fields()}.get(name)
    if isinstance(stored, RichTextField) and posted:
        for model, pk, *_paths in extract_references_from_rich_text(posted):
            yield reference(name, model, pk)


def _refuse(form: Any, name: str, hidden: set[Reference]) -> None:
    keys = {one.pk for one in hidden}
    field, posted = form.fields[name], form[name].data
    if isinstance(field, BlockField):
        kept = _without(posted, keys)
        field.bound_data = lambda data, initial: kept
    else:
        form.data = form.data.copy()
        key = form.add_prefix(name)
        form.data.setlist(key, [one for one in form.data.getlist(key) if one not in keys])
    form.add_error(name, ValidationError(NOT_SEEN, code="not_seen"))


def _without(stream: StreamValue, keys: set[str]) -> StreamValue:
    """The stream without the blocks that point at one of `keys`."""
    kept = [
        (child.block_type, child.value, child.id)
        for child in stream
        if not any(one.pk in keys for one in of_value("", child.block, child.value))
    ]
    return StreamValue(stream.stream_block, kept)
