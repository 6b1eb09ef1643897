"""What each of our own screens is posted: its own fields, filled with what is another house's."""

from collections.abc import Iterator, Mapping
from inspect import unwrap
from typing import Any

from tests.admin.leaks.addresses import LEFT_OUT, walk
from tests.admin.leaks.belongings import OURS

Form = Mapping[str, str]
SAID = {"public_text": "x", "private_note": "x"}
ROW = {"reason-0-code": "spelling", "reason-0-text": "x", "reason-count": "1"}
# They take no form: read only, or an act of their own form Wagtail would send.
READ = (
    *("publishing_checklist", "page_suggestions", "media_facts", "image_facts"),
    *("own_institution_tokens", "own_institutions"),
)
PLACE = ({"parent_page": "{section}"},)
FORMS: Mapping[str, tuple[Form, ...]] = {
    **dict.fromkeys(READ, ({},)),
    **{
        f"{kind}:choose_parent": PLACE
        for kind in ("items", "institution_pages", "guides", "programmes", "news")
    },
    "edit_task": ({"name": "x"},),
    "update_page_translations": ({"publish_translations": "on", "use_machine_translation": ""},),
    "override_in_translation": ({"value": "{image}"},),
    "import_run_decide": ({"reason": "x"},),
    "institution_tokens": (
        {"revoke": "{bound_token}"},
        {"name": "x", "source": "{source}", "scopes": "items:write", "days": "90"},
        {"name": "x", "source": "nostrum-two", "scopes": "items:write", "days": "90"},
    ),
    "desk_next": ({"after": "{submission}"}, {}),
    "desk_item": (
        {"act": "approve", "reviews": "{review}", "digest": "{digest}", **SAID},
        {"act": "request_changes", "reviews": "{review}", **ROW, **SAID},
        {"act": "reject", "reviews": "{review}", "confirmed": "1", **ROW, **SAID},
        {"act": "comment", "comment": "x", "comment_private": "1"},
        {"act": "claim", "reviews": "{review}"},
        {"act": "release", "reviews": "{review}"},
        {"act": "assign", "reviews": "{review}", "assignee": "{user}"},
        {"act": "invite", "guest_name": "x", "guest_email": "x@example.org"},
        {"act": "revoke_link", "revoke_link": "{review_link}"},
        {"act": "next"},
    ),
    "desk_open": ({},),
    "review_links": (
        {"revoke": "{review_link}"},
        {"name": "x", "email": "x@example.org"},
    ),
    "withdraw_from_review": ({"note": "x"},),
    "withdraw_from_portal": ({"reason": "x"},),
    "take_down": ({"reasons": "spelling", **SAID},),
    "change_occurrence": ({"uid": "{occurrence}", "status": "cancelled", "note": "x"},),
    "publish_emergency": ({"reason": "x"},),
    "emergency_confirm": ({},),
    "releases:new": ({"title": "x", "note": "x", "page": "{live}"},),
    "releases:edit": ({"title": "x", "note": "x"},),
    "releases:publish": ({"confirmed": "1"},),
    "releases:schedule": ({"go_live_at": "2031-01-01 10:00"},),
    "releases:roll_back": ({"reason": "x"},),
    "releases:add": ({"page": "{draft}"}, {"page": "{live}"}),
    "releases:remove": ({"page": "{live}"},),
    "releases:use_latest": ({"page": "{live}"},),
    "releases:unschedule": ({},),
    "releases:delete": ({},),
    "releases:try_again": ({},),
    "spot_check_settle": ({"outcome": "upheld", "note": "x"}, {"outcome": "fine"}),
    "report_page": ({"text": "x"},),
    "answer_reviewers": ({"text": "x"},),
    "review_rules:delete": ({},),
    "preview_tokens": ({"hours": "720"},),
    "preview_token_revoke": ({},),
    "failing_page_try_again": ({},),
    "failed_schedule_try_again": ({},),
    "failed_mail_retry_all": ({},),
    "failed_mail_retry": ({},),
    "failed_mail_dismiss": ({},),
    "mail_text": ({"subject": "x", "body": "x"},),
    "background_work_retry": ({},),
    "background_work_dismiss": ({},),
    "institution_records:add": ({"legal_name": "x", "town": "x"},),
    "institution_records:edit": ({"legal_name": "x", "town": "x", "action-publish": "1"},),
    "institution_records:delete": ({},),
    "institution_records:unpublish": ({},),
    "institution_records:members": (
        {"person": "{username}", "role": "contributor"},
        {"membership": "{membership}", "role": "manager"},
        {"membership": "{membership}", "remove": "1"},
    ),
    "institution_records:inviting": (
        {"email": "x@example.org", "role": "manager"},
        {"invitation": "{invitation}", "again": "1"},
        {"invitation": "{invitation}", "revoke": "1"},
    ),
    "institution_records:standing": (
        {"verification_state": "closed", "trust_level": "trusted", "content": "take_down"},
        {
            "verification_state": "closed",
            "trust_level": "trusted",
            "content": "hand_over",
            "successor": "{institution}",
        },
    ),
    "institution_records:decline": ({"reason": "x"},),
    "themes:delete": ({},),
    "applications:inspect": (
        {"act": "accept", "accept-public_text": "x"},
        {"act": "ask", "ask-text": "x"},
        {"act": "reject", "reject-reasons": "incomplete", "reject-public_text": "x"},
    ),
    "api_tokens:add": ({"name": "x", "user": "{user}", "scopes": "items:write", "days": "90"},),
    "api_tokens:revoke": ({},),
    "wagtailusers_groups:add": ({"name": "x"},),
    "wagtailusers_groups:edit": ({"name": "x"},),
    "wagtailusers_groups:delete": ({},),
}


def forms_of(name: str, theirs: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """What is posted to the screen of that name, naming what is theirs."""
    named = {**theirs, "draft": theirs["page"]}
    for form in FORMS.get(name, ()):
        yield {field: value.format_map(named) for field, value in form.items()}


def screens() -> set[str]:
    """Names of our own screens of the admin that take a POST."""
    return {
        name
        for name, route, pattern in walk()
        if route.startswith("admin/")
        and pattern.name
        and name not in LEFT_OUT
        and _is_ours(pattern.callback)
        and _takes_posts(pattern.callback)
    }


def _class_of(view: Any) -> Any:
    return getattr(view, "view_class", None) or getattr(view, "cls", None)


def _is_ours(view: Any) -> bool:
    return str((_class_of(view) or unwrap(view)).__module__).startswith(OURS)


def _takes_posts(view: Any) -> bool:
    """Of a function nobody can tell: it is asked."""
    cls = _class_of(view)
    return cls is None or (hasattr(cls, "post") and "post" in cls.http_method_names)
