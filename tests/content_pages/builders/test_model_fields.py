"""Every field of a page type is in its document, or named here as not public."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from taggit.models import Tag
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core import clock
from cms.core.fields import CodesField
from cms.publication.documents.kinds import LISTED
from cms.publication.preview.drafts import draft_document
from content_pages.models import InstitutionPage
from tests.factories import ItemFactory
from tests.factories.whole import WHOLE

pytestmark = pytest.mark.django_db

Change = Callable[[Page], None]

# What no document tells, and why.
NOT_SHOWN = {
    "guide": {
        "review_owner": "for those who look after guides",
    },
    "institution": {
        "institution.key": "the tenant's, of no use outside",
        "institution.registration_number": "for verifying who it is",
        "institution.editorial_email": "for moderators",
        "institution.technical_email": "for moderators",
        "institution.accessibility_email": "for moderators",
        "institution.verification_state": "between the portal and the institution",
        "institution.trust_level": "between the portal and the institution",
    },
    "item": {
        "featured_from": "decides a fact, `featured`",
        "featured_until": "decides a fact, `featured`",
    },
}


def _other(field: models.Field, value: Any) -> Any:
    """Another value of a field than this one."""
    if isinstance(field, StreamField):
        return field.to_python("[]")
    if isinstance(field, CodesField):
        return [] if value else [next(iter(field.formfield().choices))[0]]
    if isinstance(field, models.ForeignKey):
        others = field.related_model._default_manager.exclude(pk=value and value.pk)
        return others.order_by("-pk").first() if not field.null else None
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return (value or clock.now()) + timedelta(days=400)
    if isinstance(field, models.DateField):
        return (value or clock.now().date()) + timedelta(days=400)
    if isinstance(field, models.IntegerField | models.DecimalField | models.FloatField):
        return (value or 0) + 1
    if choices := [code for code, _ in field.flatchoices if code not in {"", value}]:
        return choices[-1]
    return f"{value}x"


def _set(field: models.Field) -> Change:
    def change(page: Page) -> None:
        setattr(page, field.name, _other(field, getattr(page, field.name)))

    return change


def _set_in_row(relation: str, field: models.Field) -> Change:
    def change(page: Page) -> None:
        rows = list(getattr(page, relation).all())
        assert rows, f"the whole document has no {relation}"
        setattr(rows[0], field.name, _other(field, getattr(rows[0], field.name)))
        setattr(page, relation, rows)

    return change


def _empty(relation: str) -> Change:
    return lambda page: setattr(page, relation, [])


def changes_of(page: Page) -> Iterator[tuple[str, Change]]:
    """Each field of the page, of its rows, and of what it is tied to, with a way to change it."""
    for field in page._meta.concrete_fields:
        if field.model not in Page.__mro__ and not field.primary_key:
            yield field.name, _set(field)
    for field in get_all_child_m2m_relations(page):
        yield field.name, _empty(field.name)
    for relation in get_all_child_relations(page):
        if relation.related_model.__module__.startswith("wagtail"):
            continue
        name = relation.get_accessor_name()
        yield name, _empty(name)
        for field in relation.related_model._meta.concrete_fields:
            if not field.primary_key and field.name not in {relation.field.name, "sort_order"}:
                yield f"{name}.{field.name}", _set_in_row(name, field)


def changes_of_record(page: InstitutionPage) -> Iterator[tuple[str, Change]]:
    """The same of the tenant record behind an institution's page."""

    def change(field: models.Field) -> Change:
        return lambda page: _set(field)(page.institution)

    bases = [base for base in type(page.institution).__mro__[1:] if hasattr(base, "_meta")]
    inherited = {field.name for base in bases for field in base._meta.get_fields()}
    for field in page.institution._meta.concrete_fields:
        if not (field.primary_key or field.is_relation or field.name in inherited):
            yield f"institution.{field.name}", change(field)


def shown(page: Page) -> str:
    """A draft's document; without the keys to its files, which are of the moment."""
    document = dict(draft_document(page))
    document.pop("updated_at", None)
    return re.sub(r"\?key=[^\"]+", "", json.dumps(document, default=str))


@pytest.mark.parametrize("kind", LISTED)
def test_a_builder_forgets_no_field_of_its_model(kind: str) -> None:
    Tag.objects.create(name="another")
    ItemFactory(published=True, title="Another")
    pk = WHOLE[kind]().pk
    read = Page.objects.get(pk=pk).specific_deferred.__class__.objects.get
    shown(read(pk=pk))  # draws the pictures
    before = shown(read(pk=pk))
    assert shown(read(pk=pk)) == before
    forgotten = set()
    changes = list(changes_of(read(pk=pk)))
    if kind == "institution":
        changes += changes_of_record(read(pk=pk))
    for name, change in changes:
        page = read(pk=pk)
        change(page)
        if shown(page) == before:
            forgotten.add(name)
    assert forgotten == set(NOT_SHOWN.get(kind, ()))
