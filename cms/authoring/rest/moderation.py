"""Documents in review: how far they are, and every act of the workflow."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse
from ninja import Router
from wagtail.models import Page

from cms.accounts.tokens import MODERATION_SCOPE, READ_SCOPE, WRITE_SCOPE
from cms.audit.models import Decision
from cms.authoring.rest.acts import TABLE, Act
from cms.authoring.rest.answers import IDEMPOTENCY_KEY, body_of, json_answer, problems
from cms.authoring.rest.bodies import JSON, optional_object
from cms.authoring.rest.callers import Bearer, Caller, caller_of
from cms.authoring.rest.items import key_of
from cms.authoring.rest.performing import perform
from cms.authoring.rest.shapes import ActShape, HistoryShape, PageStatus
from cms.authoring.rest.status import document, fault_at, history, status_of
from cms.core.gate import Refused
from cms.core.problems import Conflict, Fault, Unprocessable
from cms.editorial import policies
from cms.editorial.at_once.cancellation import Outcome
from cms.publication.authored.port import item_drafts

READ = Bearer(READ_SCOPE, WRITE_SCOPE, MODERATION_SCOPE)
# Nothing is wrong with what was sent: the document is not in the state for it.
STATES = frozenset(
    {"in_review", "not_in_review", "ended", "claimed", "changed", "approved", "no_workflow"}
    | {"foreign_task"}
)

router = Router(tags=["moderation"])


@router.get(
    "/pages/{key}/status",
    operation_id="getStatus",
    summary="How far a page is, in each language",
    response={200: PageStatus},
    auth=READ,
    openapi_extra={"responses": problems(404)},
)
def get_status(request: HttpRequest, key: str) -> HttpResponse:
    """An item's `id`, or that of any other page you work on. `allowed_actions` says what you
    may do now, `reasons` what reviewers asked for, `blocking` what keeps it from going live."""
    caller = caller_of(request)

    def work() -> HttpResponse:
        uid = key_of(key)
        pages = item_drafts().documents(caller.author, uid)
        locales = {locale: status_of(caller, page) for locale, page in pages.items()}
        return json_answer({"id": str(uid), "locales": locales})

    return perform(request, work)


@router.get(
    "/pages/{key}/{locale}/history",
    operation_id="getHistory",
    summary="What was said and decided of a page",
    response={200: HistoryShape},
    auth=READ,
    openapi_extra={"responses": problems(404)},
)
def get_history(request: HttpRequest, key: str, locale: str) -> HttpResponse:
    """Comments and decisions, the newest first. Notes among reviewers are for reviewers."""
    caller = caller_of(request)

    def work() -> HttpResponse:
        page = document(caller, key_of(key), locale)
        return json_answer({"decisions": history(caller, page)})

    return perform(request, work)


def _acting(act: Act) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, key: str, locale: str) -> HttpResponse:
        caller = caller_of(request)
        sent = optional_object(request)

        def work() -> HttpResponse:
            page = document(caller, key_of(key), locale)
            said = act.sent.model_validate(sent)
            decision, left_out = _done(act, caller, page, said)
            now = document(caller, key_of(key), locale)
            status = status_of(caller, now)
            return json_answer({"decision": decision, "left_out": left_out, "status": status})

        return perform(request, work, request.body, data=sent)

    return view


def _done(act: Act, caller: Caller, page: Page, said: Any) -> tuple[str | None, list[str]]:
    """The id of the decision it left in the log, None where it leaves none; the languages that an
    act about all of them could not change. Raises a Problem in the item's words.

    The table of who may do what now decides, as for the admin; the service says why not.
    """
    allowed = policies.ACTS[act.code](caller.user, page)
    try:
        done = act.do(page, caller.user, said)
    except Refused as refusal:
        faults = [
            fault_at(page, field, " ".join(one.messages), one.code or "invalid")
            for field, errors in refusal.error_dict.items()
            for one in errors
        ]
        told = " ".join(f"{one.loc}: {one.msg}" for one in faults[:3])
        raise Unprocessable(told, errors=faults) from refusal
    except ValidationError as refusal:
        raise _as_problem(refusal) from refusal
    if not allowed:
        told = "This cannot be done now: `allowed_actions` of the status says what can."
        raise Conflict(told, errors=[Fault("page", told, "not_allowed")])
    # What this transaction has decided is numbered when it ends.
    decided = Decision.objects.filter(page_id=page.pk, number=None).order_by("at").first()
    left_out = done.left if isinstance(done, Outcome) else []
    return str(decided.pk) if decided else None, [one.locale.language_code for one in left_out]


def _as_problem(refusal: ValidationError) -> Exception:
    """A state that does not allow it is a conflict; anything else is as it was."""
    errors = getattr(refusal, "error_dict", {NON_FIELD_ERRORS: [refusal]})
    codes = {one.code for several in errors.values() for one in several}
    if not codes <= STATES:
        return refusal
    told = " ".join(refusal.messages)
    return Conflict(told, errors=[Fault("page", told, str(code)) for code in sorted(codes)])


for one in TABLE:
    router.add_api_operation(
        f"/pages/{{key}}/{{locale}}/{one.path}",
        ["POST"],
        _acting(one),
        operation_id=f"{one.code}Page",
        summary=one.summary,
        response={200: ActShape},
        auth=Bearer(*one.scopes),
        openapi_extra={
            "parameters": [IDEMPOTENCY_KEY],
            "requestBody": body_of(one.sent.__name__, JSON, required=False),
            "responses": problems(400, 404, 409, 413, 415, 422, 503),
        },
    )
