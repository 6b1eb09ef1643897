"""Files that other systems send: checked like those people upload, and what their bytes say too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection
from wagtail.permissions import policy_registry
from wagtail.utils.file import hash_filelike

from cms.media.models import Document, Image
from cms.media.signatures import is_what_it_says

KINDS: Mapping[str, type[Image | Document]] = {"image": Image, "document": Document}
FACTS = ("title", "description", "credit", "licence", "source_url")
IMAGE_BYTES = 10 * 1024 * 1024
DOCUMENT_BYTES = 32 * 1024 * 1024
LARGEST = {"image": IMAGE_BYTES, "document": DOCUMENT_BYTES}


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be kept, and what there is to find it again by."""

    form: Any
    facts: Mapping[str, Any]

    def keep(self) -> tuple[Image | Document, bool]:
        """(the file as it is kept, whether it is new). The same file with the same facts is kept
        once."""
        with transaction.atomic():
            known = type(self.form.instance)._default_manager.filter(**self.facts)
            kept = known.order_by("pk").first()
            return (kept, False) if kept else (self.form.save(), True)


def checked_file(
    kind: str, *, file: UploadedFile, facts: Mapping[str, str], collection: Collection, user: Any
) -> CheckedFile:
    """What takes its time, an image being decoded to its last row: call it outside a transaction,
    or everybody who writes waits for it.

    Raises PermissionDenied, and ValidationError keyed by field.
    """
    model = KINDS[kind]
    allowed = policy_registry.get_by_type(model).collections_user_has_permission_for(user, "add")
    if not allowed.filter(pk=collection.pk).exists():
        raise PermissionDenied("Nothing may be uploaded to this collection.")
    if kind == "document" and not is_what_it_says(file, file.name or ""):
        told = _("The file is not what its name says, or of a kind that is not taken.")
        raise ValidationError({"file": ValidationError(told, code="signature")})
    form = _form(kind, file, facts, collection, user)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    form.instance.uploaded_by_user = user
    known = {name: form.cleaned_data[name] for name in FACTS if name in form.cleaned_data}
    return CheckedFile(form, {"collection": collection, "file_hash": _digest(form), **known})


def _form(
    kind: str, file: UploadedFile, facts: Mapping[str, str], collection: Collection, user: Any
) -> Any:
    make: Any = get_image_form if kind == "image" else get_document_form
    data = {**facts, "collection": str(collection.pk)}
    data.setdefault("title", (file.name or "").rpartition(".")[0] or kind)
    instance = KINDS[kind](collection=collection)
    return make(KINDS[kind])(data, {"file": file}, instance=instance, user=user)


def _digest(form: Any) -> str:
    file = form.cleaned_data["file"]
    file.seek(0)
    digest: str = hash_filelike(file)
    file.seek(0)
    return digest
