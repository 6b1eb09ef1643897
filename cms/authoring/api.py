"""Imports over HTTP, for operators with a token: upload, poll, fetch the report."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from ninja import Router
from ninja.security import HttpBearer

from cms.accounts.models import ApiToken, User
from cms.accounts.tokens import IMPORT_SCOPE, InsufficientScope, present_token
from cms.authoring import mapping as mappings
from cms.authoring.abandoned import bury, dead_runs
from cms.authoring.models import ImportedPage, ImportRun
from cms.authoring.problem_api import ProblemAPI
from cms.authoring.runs import report_is_gone
from cms.authoring.schemas import ImportState, LineShape, ProblemShape
from cms.authoring.uploads import FORM, read_order, take_in
from cms.core.database import if_idle
from cms.core.problems import CONTENT_TYPE, Forbidden, Gone, NotFound

JSON_LINES = "application/jsonl"


class BearerToken(HttpBearer):
    """An API token with the scope for imports (RFC 6750)."""

    def authenticate(self, request: HttpRequest, token: str) -> ApiToken | None:
        try:
            return present_token(token, scope=IMPORT_SCOPE)
        except InsufficientScope:
            raise Forbidden(f"The token lacks the scope {IMPORT_SCOPE}.") from None


UPLOAD_FORM: dict[str, Any] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["file", "mapping"],
                "properties": {
                    "file": {"type": "string", "format": "binary"},
                    "mapping": {"type": "string", "enum": mappings.names()},
                    "dry_run": {"type": "string", "enum": ["true", "false"]},
                    "allow_shrink": {"type": "string", "enum": ["true", "false"]},
                    "publish": {
                        "type": "string",
                        "enum": ["true", "false"],
                        "description": "Decide it: what it brings is public without a review.",
                    },
                },
                "additionalProperties": False,
            }
        }
    },
}
PROBLEMS = {
    400: "The body cannot be read as a form.",
    401: "No token, or one that opens nothing.",
    403: "The token lacks the scope, or its user the right to submit or to decide imports.",
    404: "There is no such import of this user's.",
    409: "Another import of the source is under way, or the file has lost half of its lines.",
    410: "The report was kept for its time and is removed.",
    413: "The file is too large.",
    415: "The body is no multipart form.",
    422: "The form is incomplete or the file broken; `errors` says where.",
    503: "The tree is not ready to be written to, or the database is busy.",
}

router = Router(auth=BearerToken(), tags=["imports"])


def _answers(*statuses: int) -> dict[str, Any]:
    return {
        str(status): {
            "description": PROBLEMS[status],
            "content": {CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemShape"}}},
        }
        for status in statuses
    }


@router.post(
    "/imports",
    operation_id="createImport",
    summary="Upload a file to import",
    response={202: ImportState, 400: ProblemShape},
    openapi_extra={
        "requestBody": UPLOAD_FORM,
        "responses": _answers(400, 401, 403, 409, 413, 415, 422, 503),
    },
)
def create_import(request: HttpRequest) -> HttpResponse:
    """The whole file is looked through before the answer; the import itself is queued."""
    with override("en"):
        run = take_in(read_order(request), user=_user(request))
    response = _json(run, status=202)
    response["Location"] = reverse("authoring:import", kwargs={"uid": run.uid})
    return response


@router.get(
    "/imports/{uid}",
    operation_id="getImport",
    summary="How far an import is",
    url_name="import",
    response={200: ImportState},
    openapi_extra={"responses": _answers(401, 403, 404)},
)
def get_import(request: HttpRequest, uid: str) -> HttpResponse:
    """Poll it until `state` is neither queued nor running."""
    if dead := dead_runs():
        if_idle(lambda: bury(dead))
    return _json(_run(request, uid))


@router.get(
    "/imports/{uid}/report",
    operation_id="getImportReport",
    summary="What became of every line",
    url_name="import-report",
    response={200: LineShape},
    openapi_extra={"responses": _answers(401, 403, 404, 410)},
)
def get_report(request: HttpRequest, uid: str) -> FileResponse:
    """A JSON object per line (https://jsonlines.org); while the import runs, as far as it is."""
    run = _run(request, uid)
    try:
        report = run.report_path.open("rb")
    except FileNotFoundError:
        if report_is_gone(run):
            kept = settings.IMPORT_REPORTS_KEPT_DAYS
            raise Gone(f"Reports are kept for {kept} days.", replaced_by=None) from None
        raise NotFound("There is no report yet.") from None
    response = FileResponse(report, content_type=JSON_LINES)
    response["Cache-Control"] = "no-store"
    return response


def _user(request: HttpRequest) -> User:
    token: ApiToken = request.auth  # type: ignore[attr-defined]
    return token.user


def _run(request: HttpRequest, uid: str) -> ImportRun:
    """The user's own import; another's is not there."""
    try:
        run = ImportRun.objects.filter(uid=UUID(uid), user=_user(request)).first()
    except ValueError:
        run = None
    if run is None:
        raise NotFound("There is no such import.")
    return run


def _json(run: ImportRun, *, status: int = 200) -> HttpResponse:
    state = ImportState.model_validate(
        {
            "id": run.uid,
            "state": run.state,
            "mapping": run.mapping,
            "file": run.file_name,
            "dry_run": run.dry_run,
            "decided": run.decided_at is not None,
            "waiting": run.pages.filter(state=ImportedPage.State.WAITING).count(),
            "lines": run.lines,
            "done": run.done,
            "counts": run.counts,
            "problem": run.problem or None,
            "created_at": run.created_at,
            "started_at": run.started_at,
            "finished_at": run.finished_at,
            "report": reverse("authoring:import-report", kwargs={"uid": run.uid}),
        }
    )
    return HttpResponse(
        state.model_dump_json(),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )


def build_api() -> ProblemAPI:
    """The API that takes files in."""
    api = ProblemAPI(
        title="Coulisses: imports",
        version="1",
        description="Bring a file of items in. See docs/importing.md.",
        openapi_url="/imports/openapi.json",
        urls_namespace="authoring",
    )
    api.add_router("", router)
    return api
