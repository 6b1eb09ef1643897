"""The page form: a draft needs its title, publishing needs what the gate asks for.

Neither takes what its editor may not see.
"""

from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import BlockField
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.fields import StreamField

from cms.core import gate
from cms.core.permissions import PagePermissions
from cms.core.reference_forms import ReferencesChecked

# What a form says of an empty field; the gate says it better.
EMPTY = {"required", "blank", "null"}
COMMENTS = "comments"
# What the forms post to publish a page.
PUBLISH = "action-publish"
# When a page goes live, and when it is taken down again: for who publishes.
SCHEDULE = ("go_live_at", "expire_at")


class GatedPageForm(ReferencesChecked, WagtailAdminPageForm):
    """Shows the gate's objections on their fields before anything is saved."""

    gate_was_asked = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            # Left empty, it is made from the title.
            self.fields["slug"].required = False
        if not self._may_schedule():
            # A draft keeps them until somebody publishes it, who has not looked at them.
            for name in SCHEDULE:
                self.fields.pop(name, None)

    @property
    def show_schedule_publishing_toggle(self) -> bool:
        return "go_live_at" in self.fields

    def _may_schedule(self) -> bool:
        """Whether the one who fills the form in publishes here; a script fills in what it likes."""
        if self.for_user is None:
            return True
        place = self.instance if self.instance.pk else self.parent_page
        return PagePermissions(self.for_user, place).may_publish_here()

    def is_valid(self) -> bool:
        """The gate sees the page as it would be saved, rows of its formsets included."""
        valid: bool = super().is_valid()
        if not self.is_bound or self.is_deferred_validation or self.gate_was_asked:
            return valid
        if self.points_at_what_is_not_seen:
            # The gate looks at what a page shows, and would speak of it.
            return False
        self.gate_was_asked = True
        for name, formset in self.formsets.items():
            if name != COMMENTS and formset.is_valid():
                formset.instance = self.instance
                formset.save(commit=False)
        self._as_sent()
        objections = defaultdict(list)
        for objection in (
            *gate.objections(self.instance),
            *gate.place_objections(self.instance, self.parent_page.path),
            *self._missing_approvals(),
        ):
            objections[objection.field].append(objection)
        for field, about in objections.items():
            self._show(field, about)
        return valid and not objections

    def _missing_approvals(self) -> list[gate.Objection]:
        """Asked of what is to be published; what is sent for review is on its way to get them."""
        if PUBLISH not in self.data:
            return []
        return gate.approval_objections(
            page=self.instance,
            revision=None,
            user=self.for_user,
            path="admin",
            parent=self.parent_page,
        )

    def _as_sent(self) -> None:
        """Django leaves the former value of a field it refuses: the gate must see the new one.

        That is nothing where nothing was entered, and the blocks of a stream, whole or not.
        """
        for field in self.instance._meta.concrete_fields:
            errors = self.errors[field.name].as_data() if field.name in self.errors else []
            if errors and isinstance(field, StreamField):
                setattr(self.instance, field.name, self[field.name].value())
            elif errors and all(_is_empty(error) for error in errors):
                setattr(self.instance, field.name, field.get_default())

    def _show(self, field: str, about: list[gate.Objection]) -> None:
        """On its field, in its formset, or above the form when it is about neither."""
        if field in self.formsets:
            self.formsets[field].non_form_errors().extend(one.message for one in about)
            return
        known = self.errors[field].as_data() if field in self.errors else []
        if isinstance(self.fields.get(field), BlockField):
            self.errors.pop(field, None)
            self.add_error(field, _in_stream(known, about))
            return
        if not all(_is_empty(error) for error in known):
            return
        self.errors.pop(field, None)
        for one in about:
            error = ValidationError(one.message, code=one.code)
            self.add_error(field if field in self.fields else None, error)


def _is_empty(error: ValidationError) -> bool:
    """Whether this is all that is wrong: nothing was entered."""
    if isinstance(error, StreamBlockValidationError):
        return not error.block_errors
    return error.code in EMPTY


def _in_stream(
    known: list[ValidationError], about: list[gate.Objection]
) -> StreamBlockValidationError:
    """All in one: of several errors about a stream its form shows the first.

    What Django says of an empty stream the gate says better; of an unfinished block, its field.
    """
    block_errors: dict[int, ValidationError] = {}
    messages: list[Any] = []
    for error in known:
        block_errors |= getattr(error, "block_errors", {})
        messages += getattr(error, "non_block_errors", [])
    if any(one.code == "required" for one in about):
        messages = []
    messages += [one.message for one in about if one.code != "incomplete" or not block_errors]
    return StreamBlockValidationError(block_errors=block_errors, non_block_errors=messages)
