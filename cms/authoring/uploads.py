"""A file that arrives over HTTP: taken in, looked through, queued for the worker."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django_tasks_db.backend import TaskResult as QueuedTask

from cms.accounts.models import User
from cms.authoring import mapping as mappings
from cms.authoring import runs
from cms.authoring.models import ImportRun, upload_path
from cms.authoring.source_file import BrokenFile
from cms.authoring.tasks import carry_out
from cms.core.busy import RETRY_SECONDS
from cms.core.database import UNAVAILABLE
from cms.core.problems import (
    BadRequest,
    Conflict,
    Fault,
    Forbidden,
    TooLarge,
    Unavailable,
    Unprocessable,
    UnsupportedMediaType,
)
from cms.publication.page_writer import TreeNotReady

logger = logging.getLogger(__name__)
MAX_UPLOAD = 32 * 1024 * 1024  # bytes
FORM = "multipart/form-data"
SWITCHES = ("dry_run", "allow_shrink", "publish")
FIELDS = frozenset({"mapping", *SWITCHES})
FLAGS = {"true": True, "1": True, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class Order:
    """What an upload asks for."""

    file: UploadedFile
    mapping: str
    dry_run: bool
    allow_shrink: bool
    publish: bool


def read_order(request: HttpRequest) -> Order:
    """The form of an upload; raises a Problem for anything it should not be."""
    if request.content_type != FORM:
        raise UnsupportedMediaType(f"Send {FORM}.")
    # Boundaries and fields beside the file take a little more than the file itself.
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_UPLOAD + 64 * 1024:
        raise TooLarge(f"A file may have {MAX_UPLOAD} bytes.")
    form, file = _form(request)
    faults = list(_faults(form, file))
    if faults or file is None:
        raise Unprocessable("The form is not complete.", errors=faults)
    if (file.size or 0) > MAX_UPLOAD:
        raise TooLarge(f"A file may have {MAX_UPLOAD} bytes.")
    return Order(
        file=file,
        mapping=str(form["mapping"]),
        **{name: FLAGS[form.get(name, "").lower()] for name in SWITCHES},
    )


def _form(request: HttpRequest) -> tuple[QueryDict, UploadedFile | None]:
    try:
        return request.POST, request.FILES.get("file")
    except RequestDataTooBig:
        raise TooLarge("The fields beside the file are too large.") from None
    except MultiPartParserError as error:
        raise BadRequest(str(error)) from None


def _faults(form: QueryDict, file: UploadedFile | None) -> Iterator[Fault]:
    for name in sorted(form.keys() - FIELDS):
        yield Fault(f"body.{name}", "Unknown field.", "unknown")
    if file is None:
        yield Fault("body.file", "Send the file.", "required")
    if not form.get("mapping"):
        yield Fault("body.mapping", "Name the mapping.", "required")
    elif form["mapping"] not in mappings.names():
        known = ", ".join(mappings.names())
        yield Fault("body.mapping", f"Unknown; there are: {known}.", "unknown")
    for name in SWITCHES:
        if form.get(name, "").lower() not in FLAGS:
            yield Fault(f"body.{name}", "Say true or false.", "invalid")


def take_in(order: Order, *, user: User) -> ImportRun:
    """Keep the file, look through all of it, and queue its import. Raises a Problem.

    The file is complete and sound before the database is written to, in one short transaction:
    there is no run without its file. A file without a run is removed later.
    """
    uid = uuid4()
    path = upload_path(uid)
    try:
        with path.open("wb") as kept:
            for chunk in order.file.chunks():
                kept.write(chunk)
        return _as_problems(order, lambda: _queue(order, uid, user))
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def _queue(order: Order, uid: UUID, user: User) -> ImportRun:
    prepared = runs.prepare(
        path=upload_path(uid),
        mapping_name=order.mapping,
        user=user,
        allow_shrink=order.allow_shrink,
        publish=order.publish,
        uid=uid,
    )
    with transaction.atomic():
        run = runs.open_run(
            prepared,
            user=user,
            file_name=order.file.name or "upload",
            dry_run=order.dry_run,
        )
        queued = carry_out.enqueue(str(uid))
        if isinstance(queued, QueuedTask):
            ImportRun.objects.filter(pk=run.pk).update(task=queued.db_result.pk)
    return run


def _as_problems(order: Order, work: Callable[[], ImportRun]) -> ImportRun:
    """Whatever keeps an import from being queued, as HTTP says it."""
    try:
        return work()
    except BrokenFile as error:
        where = f"body.file:{error.line}" if error.line else "body.file"
        raise Unprocessable(
            error.told_of(order.file.name or "upload"),
            errors=[Fault(where, error.reason, error.code)],
        ) from None
    except runs.Shrunk as error:
        raise Conflict(
            f"{error} Send allow_shrink=true if that is right.",
            errors=[Fault("body.file", str(error), "shrunk")],
        ) from None
    except runs.AlreadyRunning as error:
        raise Conflict(str(error), errors=[Fault("body.mapping", str(error), "running")]) from None
    except PermissionDenied as error:
        raise Forbidden(str(error)) from None
    except TreeNotReady as error:
        raise Unavailable(str(error)) from None
    except UNAVAILABLE:
        logger.warning("An upload could not be recorded", exc_info=True)
        raise Unavailable(
            "The database is busy.", headers={"Retry-After": str(RETRY_SECONDS)}
        ) from None
