"""Images and documents: uploaded into the institution's collection, and told of."""

import hashlib
import re
from collections.abc import Iterator
from mimetypes import guess_type
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from ninja import Router
from wagtail.models import Collection

from cms.accounts.tokens import MEDIA_SCOPE, READ_SCOPE, WRITE_SCOPE
from cms.authoring.rest.answers import IDEMPOTENCY_KEY, json_answer, problems
from cms.authoring.rest.callers import Bearer, Caller, caller_of
from cms.authoring.rest.performing import perform, perform_in_parts
from cms.authoring.rest.shapes import FileShape
from cms.core.problems import (
    BadRequest,
    Fault,
    NotFound,
    TooLarge,
    Unprocessable,
    UnsupportedMediaType,
)
from cms.core.visibility import mine
from cms.institutions.models import Institution
from cms.media.uploads import FACTS, KINDS, LARGEST, checked_file
from cms.publication.unit_of_work import publishing

FORM = "multipart/form-data"
OCTETS = "application/octet-stream"
FIELDS = frozenset({*FACTS, "institution"})
# As it is told, and in no other spelling.
IS_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
OVERHEAD = 64 * 1024  # bytes: boundaries and the fields beside the file

UPLOAD = Bearer(MEDIA_SCOPE)
READ = Bearer(READ_SCOPE, WRITE_SCOPE, MEDIA_SCOPE)
router = Router(tags=["media"])


def _form_of(kind: str) -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in FACTS if kind == "image" or name != "description"}
    texts["institution"] = {
        "type": "string",
        "description": "Whose collection it goes to, by its record's `key`; a token of one"
        " institution need not say it.",
    }
    schema = {
        "type": "object",
        "required": ["file"],
        "properties": {"file": {"type": "string", "format": "binary"}, **texts},
        "additionalProperties": False,
    }
    return {"required": True, "content": {FORM: {"schema": schema}}}


def _described(kind: str) -> dict[str, Any]:
    return {
        "parameters": [IDEMPOTENCY_KEY],
        "requestBody": _form_of(kind),
        "responses": problems(400, 409, 413, 415, 422, 503),
    }


@router.post(
    "/images",
    operation_id="uploadImage",
    summary="Upload an image",
    response={200: FileShape, 201: FileShape},
    auth=UPLOAD,
    openapi_extra=_described("image"),
)
def upload_image(request: HttpRequest) -> HttpResponse:
    """AVIF, GIF, JPEG, PNG or WebP, decoded to its last row. The same file with the same facts is
    kept once: 200 and the one that is there. To be published it needs `description`, `credit` and
    `licence`."""
    return _upload(request, "image")


@router.post(
    "/documents",
    operation_id="uploadDocument",
    summary="Upload a document",
    response={200: FileShape, 201: FileShape},
    auth=UPLOAD,
    openapi_extra=_described("document"),
)
def upload_document(request: HttpRequest) -> HttpResponse:
    """PDF, EPUB, captions (WebVTT), texts, calendars, office documents; its first bytes must be
    what its name says."""
    return _upload(request, "document")


@router.get(
    "/images/{key}",
    operation_id="getImage",
    summary="An image of yours",
    response={200: FileShape},
    auth=READ,
    url_name="image",
    openapi_extra={"responses": problems(404)},
)
def get_image(request: HttpRequest, key: str) -> HttpResponse:
    return perform(request, lambda: json_answer(_told("image", _file(request, "image", key))))


@router.get(
    "/documents/{key}",
    operation_id="getDocument",
    summary="A document of yours",
    response={200: FileShape},
    auth=READ,
    url_name="document",
    openapi_extra={"responses": problems(404)},
)
def get_document(request: HttpRequest, key: str) -> HttpResponse:
    return perform(request, lambda: json_answer(_told("document", _file(request, "document", key))))


def _upload(request: HttpRequest, kind: str) -> HttpResponse:
    form, file = _form(request, kind)
    facts = {name: str(form[name]) for name in FACTS if name in form}
    caller = caller_of(request)

    def work() -> HttpResponse:
        collection = _collection(caller, form.get("institution"))
        checked = checked_file(
            kind, file=file, facts=facts, collection=collection, user=caller.user
        )
        with publishing():
            kept, is_new = checked.keep()
        address = reverse(f"authoring_api:{kind}", kwargs={"key": str(kept.pk)})
        return json_answer(
            _told(kind, kept), status=201 if is_new else 200, headers={"Location": address}
        )

    return perform_in_parts(request, work, *_sent(form, file))


def _form(request: HttpRequest, kind: str) -> tuple[QueryDict, UploadedFile]:
    """Raises a Problem for anything it should not be."""
    if request.content_type != FORM:
        raise UnsupportedMediaType(f"Send {FORM}.")
    largest = LARGEST[kind]
    if int(request.META.get("CONTENT_LENGTH") or 0) > largest + OVERHEAD:
        raise TooLarge(f"The file may have {largest} bytes.")
    try:
        form, file = request.POST, request.FILES.get("file")
    except RequestDataTooBig:
        raise TooLarge("The fields beside the file are too large.") from None
    except (MultiPartParserError, UnreadablePostError) as error:
        raise BadRequest(str(error)) from None
    faults = list(_faults(form, file))
    if faults or file is None:
        raise Unprocessable(" ".join(f"{one.loc}: {one.msg}" for one in faults), errors=faults)
    if (file.size or 0) > largest:
        raise TooLarge(f"The file may have {largest} bytes.")
    return form, file


def _faults(form: QueryDict, file: UploadedFile | None) -> Iterator[Fault]:
    for name in sorted(form.keys() - FIELDS):
        yield Fault(f"body.{name[:60]}", "Unknown field.", "unknown")
    for name in sorted(form.keys() & FIELDS):
        if len(form.getlist(name)) > 1:
            yield Fault(f"body.{name}", "Send this field once.", "repeated")
        if "\x00" in str(form[name]):
            yield Fault(f"body.{name}", "A NUL character cannot be kept.", "nul")
    if file is None:
        yield Fault("body.file", "Send the file.", "required")


def _sent(form: QueryDict, file: UploadedFile) -> Iterator[bytes]:
    """What an upload says, whatever its boundaries: for its Idempotency-Key."""
    yield from (f"{name}={form[name]}".encode() for name in sorted(form))
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    yield (file.name or "").encode()
    yield digest.digest()


def _collection(caller: Caller, named: str | None) -> Collection:
    """The collection of the token's institution, or of the one that is named."""
    institution = caller.institution
    if institution is None:
        institution = _named(caller, named)
    elif named and named != str(institution.key):
        institution = None
    if institution is None or institution.collection is None:
        told = "There is no such institution of yours." if named else "Say whose it is."
        code = "unknown" if named else "required"
        raise Unprocessable(told, errors=[Fault("body.institution", told, code)])
    return institution.collection


def _named(caller: Caller, named: str | None) -> Institution | None:
    own = mine(caller.user, Institution.objects.select_related("collection"))
    if named:
        return own.filter(key=named).first() if IS_KEY(named) else None
    rows = list(own[:2])
    return rows[0] if len(rows) == 1 else None


def _file(request: HttpRequest, kind: str, key: str) -> Any:
    """Raises NotFound for what is not among the caller's own."""
    caller = caller_of(request)
    rows = mine(caller.user, KINDS[kind]._default_manager.all())
    if caller.institution is not None:
        rows = rows.filter(Q(collection=caller.institution.collection))
    number = int(key) if key.isascii() and key.isdecimal() and len(key) < 10 else 0
    found = rows.filter(pk=number).first()
    if found is None:
        raise NotFound(f"There is no such {kind}.")
    return found


def _told(kind: str, file: Any) -> dict[str, Any]:
    is_image = kind == "image"
    shape = FileShape.model_construct(
        id=file.pk,
        kind=kind,
        title=file.title,
        description=file.description if is_image else None,
        credit=file.credit,
        licence=file.licence,
        source_url=file.source_url,
        type=(guess_type(file.file.name)[0] or OCTETS) if is_image else file.content_type,
        bytes=file.file_size,
        width=file.width if is_image else None,
        height=file.height if is_image else None,
        sha1=file.file_hash,
    )
    return shape.model_dump(mode="json")
