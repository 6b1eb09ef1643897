"""Only cms.publication listens to pages: one owner per side effect of publishing."""

import ast
import weakref
from collections.abc import Iterable, Iterator

import pytest
import wagtail.signals
from django.apps import apps
from django.db.models import signals as model_signals
from django.dispatch import Signal
from django.dispatch.dispatcher import _make_id
from wagtail.models import Page

from tests.architecture.table import module_name, python_files, room_of

LISTENER = "cms.publication"
PAGE_SIGNALS = {
    name: signal
    for name, signal in vars(wagtail.signals).items()
    if isinstance(signal, Signal) and ("page" in name or name in {"published", "unpublished"})
}
MODEL_SIGNALS = {
    name: getattr(model_signals, name)
    for name in ("pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed")
}


def _receivers(signal: Signal) -> Iterator[tuple[int, str]]:
    """The sender's id and the receiver's module, for every receiver still alive."""
    for (_, sender), held, *_ in signal.receivers:
        receiver = held() if isinstance(held, weakref.ReferenceType) else held
        if receiver is not None:
            yield sender, getattr(receiver, "__module__", type(receiver).__module__)


def _strangers(modules: Iterable[str]) -> set[str]:
    """Those of our modules that are not the one listener."""
    return {module for module in modules if (room := room_of(module)) and room.name != LISTENER}


@pytest.mark.parametrize("name", sorted(PAGE_SIGNALS))
def test_page_signals_are_heard_by_publication_alone(name: str) -> None:
    assert _strangers(module for _, module in _receivers(PAGE_SIGNALS[name])) == set()


@pytest.mark.parametrize("name", sorted(MODEL_SIGNALS))
def test_model_signals_of_pages_are_heard_by_publication_alone(name: str) -> None:
    senders = {_make_id(model) for model in apps.get_models() if issubclass(model, Page)}
    senders.add(_make_id(None))  # who listens to every model listens to pages
    heard = (module for sender, module in _receivers(MODEL_SIGNALS[name]) if sender in senders)
    assert _strangers(heard) == set()


def test_publication_does_listen() -> None:
    heard = {module for _, module in _receivers(wagtail.signals.page_published)}
    assert any(module.startswith(LISTENER) for module in heard)


def test_no_other_module_even_imports_page_signals() -> None:
    importers = [
        module_name(path)
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module == "wagtail.signals"
        and any(alias.name in PAGE_SIGNALS for alias in node.names)
    ]
    assert _strangers(importers) == set()
