"""How a decision gets into the log: the one function everybody calls."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from asgiref.local import Local
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Page, Revision

from cms.audit.chain import append
from cms.audit.models import Decision

Person = AbstractBaseUser | AnonymousUser
_state = Local()


@contextmanager
def by_path(path: str) -> Iterator[None]:
    """Everything decided inside came this way (`Decision.Path`): through the API, an import …"""
    before = getattr(_state, "path", None)
    _state.path = path
    try:
        yield
    finally:
        _state.path = before


def current_path() -> str:
    return getattr(_state, "path", None) or Decision.Path.SYSTEM


def record(
    *,
    act: str,
    actor: Person | None,
    page: Page | None = None,
    revision: Revision | int | None = None,
    digest: str = "",
    institution_id: int | None = None,
    task: str = "",
    data: Mapping[str, Any] | None = None,
    public_text: str = "",
    private_note: str = "",
    actor_name: str = "",
    title: str = "",
) -> Decision:
    """Write a decision into the log, in the transaction of what it decides.

    `act` is registered in `cms.audit.acts`; `data` is JSON (reasons, states before and after);
    `actor_name` names somebody without an account. Raises ImproperlyConfigured: an unknown act.
    """
    decision = Decision(
        act=act,
        path=current_path(),
        digest=digest,
        institution_id=institution_id,
        task=task,
        data=json.loads(json.dumps(dict(data or {}), cls=DjangoJSONEncoder)),
        public_text=public_text,
        private_note=private_note,
        actor_name=actor_name,
        title=title[:255],
    )
    if actor is not None and actor.pk is not None:
        decision.actor_id, decision.actor_name = actor.pk, actor_name or actor.get_username()
    if page is not None:
        _name_page(decision, page)
    if revision is not None:
        decision.revision_id = revision if isinstance(revision, int) else revision.pk
    return append(decision)


def _name_page(decision: Decision, page: Page) -> None:
    decision.page_id, decision.page_key = page.pk, page.translation_key
    decision.locale = page.locale.language_code
    decision.title = decision.title or page.title[:255]
