"""The forms for images and documents: alone, several at once, in a chooser."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from cms.media.fields import DecodedImageField
from cms.media.policies import may_change_published
from cms.media.showing import is_held, titles_showing

# Public of a file is all that its form asks, but not the words it is found by in the admin.
NEVER_PUBLIC = frozenset({"tags"})


class ApprovedFileForm(BaseCollectionMemberForm):
    """What was approved, or is in review, with a page: its file stays, its facts are for who may
    publish.

    Stands before Wagtail's form for images or for documents.
    """

    original_file: Any

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.user = user
        if field := self.fields.get("file"):
            self.fields["file"] = field = self._file_field(field)
            if self.is_held:
                field.help_text = self._why_the_file_stays()

    @cached_property
    def shown_by(self) -> str:
        """Titles of public pages that show the file as it is; empty when none does."""
        return ", ".join(titles_showing(self.instance)) if self.instance.pk else ""

    @cached_property
    def is_held(self) -> bool:
        return bool(self.instance.pk) and is_held(self.instance)

    def clean(self) -> Any:
        cleaned = super().clean()
        changed = set(self.changed_data) - NEVER_PUBLIC
        if changed and self.is_held:
            if "file" in changed:
                self.add_error("file", self._why_the_file_stays())
            if not may_change_published(self.user, type(self.instance)):
                for name in sorted(changed - {"file"}):
                    self.add_error(name, self._why_facts_stay())
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """The former file goes when the new one is certain; Wagtail does not wait for that."""
        former = self.original_file
        self.original_file = None
        saved = super().save(commit=commit)
        if commit and former and "file" in self.changed_data:
            self._forget_pictures()
            transaction.on_commit(partial(former.storage.delete, former.name))
        return saved

    def _file_field(self, field: Any) -> Any:
        """The field to use instead of Wagtail's."""
        return field

    def _forget_pictures(self) -> None:
        """What was made of the former file."""

    def _why_the_file_stays(self) -> str:
        if not self.shown_by:
            return _(
                "A page in review, or one that is approved and goes live later, shows this file, so"
                " it is not replaced in place: upload a new one and choose it in the page."
            )
        return _(
            "Public pages show this file (%(titles)s), so it is not replaced in place: upload a new"
            " one and choose it in the page."
        ) % {"titles": self.shown_by}

    def _why_facts_stay(self) -> str:
        if not self.shown_by:
            return _(
                "A page in review, or one that is approved and goes live later, shows this: only"
                " who may publish can change it. Ask a moderator, or upload a new file and choose"
                " it in the page."
            )
        return _(
            "Public pages show this (%(titles)s): only who may publish can change it. Ask a"
            " moderator, or upload a new file and choose it in the page."
        ) % {"titles": self.shown_by}


NEEDED = gettext_lazy("Needed to publish a page that shows it.")
CREDIT = gettext_lazy("Who made it, as it must be named: “Photo: Anna Petrova”.")
LICENCE = gettext_lazy(
    "On what terms it may be shown. Unsure? Ask whoever made it before you upload it."
)


class ImageForm(ApprovedFileForm, BaseImageForm):
    def _file_field(self, field: Any) -> Any:
        return DecodedImageField(label=field.label, widget=field.widget, required=field.required)

    def _forget_pictures(self) -> None:
        self.instance.renditions.all().delete()

    class Meta(BaseImageForm.Meta):
        labels = {"description": gettext_lazy("Alternative text")}
        help_texts = {
            "description": format_lazy(
                "{} {}",
                gettext_lazy(
                    "What the picture shows, for those who do not see it; a page may say it anew."
                ),
                NEEDED,
            ),
            "credit": format_lazy("{} {}", CREDIT, NEEDED),
            "licence": format_lazy("{} {}", LICENCE, NEEDED),
            "source_url": gettext_lazy("Where it was taken from, if from the web."),
        }


class DocumentForm(ApprovedFileForm, BaseDocumentForm):
    class Meta(BaseDocumentForm.Meta):
        help_texts = {
            "credit": CREDIT,
            "licence": LICENCE,
            "source_url": gettext_lazy("Where it was taken from, if from the web."),
        }
