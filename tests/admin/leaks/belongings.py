"""What an institution has, row by row: it must be the same after others have tried their hand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Q, QuerySet
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    CollectionViewRestriction,
    Comment,
    CommentReply,
    Page,
    PageViewRestriction,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from tests.admin.leaks.world import House

# How a row of ours says whose it is: the path from it to what a house is known by. `record` is its
# institution, `pages` its pages, `keys` their documents, `people` its members.
OWNED: dict[str, tuple[str, ...]] = {
    "content_pages.ItemPage": ("pk pages",),
    "content_pages.InstitutionPage": ("pk pages",),
    "content_pages.ItemTheme": ("content_object pages",),
    "content_pages.Occurrence": ("page pages",),
    "content_pages.AccessibilityFeature": ("page pages",),
    "content_pages.RightsWindow": ("page pages",),
    "content_pages.Contribution": ("page pages",),
    "content_pages.RelatedItem": ("page pages",),
    "content_pages.ExternalReference": ("key keys",),
    "content_pages.PendingTie": ("key keys", "institution record", "user people"),
    "authoring.ImportRun": ("user people",),
    "authoring.ImportedPage": ("page_id pages", "run__user people"),
    "authoring.InstitutionName": ("institution record",),
    "authoring.InstitutionToken": ("institution record",),
    "authoring.InstitutionSource": ("institution record",),
    "authoring.IdempotentRequest": ("token__user people",),
    "editorial.FlagHit": ("page_id pages",),
    "editorial.Submission": ("page pages",),
    "editorial.Review": ("submission__page pages",),
    "editorial.Approval": ("page_id pages",),
    "editorial.GivenReason": ("submission__page pages",),
    "editorial.ReviewLink": ("submission__page pages",),
    "editorial.Release": ("members__page pages",),
    "editorial.ReleaseMember": ("page pages",),
    "editorial.SpotCheck": ("page pages",),
    "editorial.TrustChange": ("institution record",),
    "institutions.Institution": ("pk record",),
    "institutions.Channel": ("institution record",),
    "institutions.Membership": ("institution record",),
    "institutions.Application": ("institution record",),
    "institutions.Letter": ("application__institution record",),
    "institutions.Disposition": ("institution record",),
    "institutions.DisposedPage": ("disposition__institution record",),
    "institutions.Invitation": ("institution record",),
    "publication.PublishedDocument": ("page_id pages",),
    "publication.PublishedBody": ("document__page_id pages",),
    "publication.Dependency": ("document__page_id pages",),
    "publication.Change": ("key keys",),
    "publication.Withdrawal": ("key keys",),
    "publication.FormerPath": ("key keys",),
    "publication.FailedSchedule": ("page pages", "revision__object_id pages"),
    "publication.DuePage": ("page_id pages",),
    "publication.PreviewToken": ("created_by people",),
    "publication.Clearance": ("page_id pages",),
    "publication.RevisionDigest": ("revision__object_id pages",),
    "publication.RevisionReference": ("revision__object_id pages",),
    "notifications.Message": ("user people",),
    "notifications.Preference": ("user people",),
    "audit.Decision": ("institution_id record", "page_id pages", "actor_id people"),
    "accounts.User": ("pk people",),
    "accounts.ApiToken": ("user people",),
    "media.Image": ("collection collection",),
    "media.Rendition": ("image__collection collection",),
    "media.Document": ("collection collection",),
}
# What is no institution's: the portal's own pages, rules, words and machinery.
PORTALS = frozenset(
    {
        *("content_pages.CategoryIndexPage", "content_pages.CategoryPage"),
        *("content_pages.GuideIndexPage", "content_pages.GuidePage"),
        *("content_pages.InstitutionIndexPage", "content_pages.NewsIndexPage"),
        *("content_pages.NewsPage", "content_pages.ProgrammeIndexPage"),
        *("content_pages.ProgrammePage", "content_pages.ThemeName", "home.HomePage"),
        *("editorial.WorkingDay", "editorial.Holiday", "editorial.FlagRule"),
        *("editorial.FlagRuleVersion", "editorial.ReviewRule", "editorial.AutomaticChecks"),
        "editorial.ReviewStage",
        *("publication.ChangeNumber", "publication.FrontendSettings", "publication.KeptMoment"),
        "publication.StalePage",  # a copy is built again: with the same content, too
        *("notifications.MailText", "audit.AuditHead", "core.WorkerHeartbeat"),
    }
)
OURS = ("cms.", "content_pages.", "home.", "search.")


def belongings(house: House) -> dict[str, list[Any]]:
    """Name of the model → its rows of this house, every column."""
    rows = {label: _owned(label, ways, house) for label, ways in OWNED.items()}
    rows |= {one.model._meta.label: one for one in _of_wagtail(house)}
    return {label: list(one.order_by("pk").values_list()) for label, one in rows.items()}


def _owned(label: str, ways: tuple[str, ...], house: House) -> QuerySet[Any]:
    known = _known_by(house)
    whose = Q()
    for way in ways:
        path, what = way.split()
        whose |= Q(**{f"{path}__in": known[what]})
    return apps.get_model(label)._default_manager.filter(whose).distinct()


def _known_by(house: House) -> dict[str, list[Any]]:
    pages = Page.objects.filter(path__startswith=house.page.path)
    rows = list(pages.values_list("pk", "translation_key"))
    return {
        "record": [house.record.pk],
        "pages": [str(pk) for pk, _key in rows],
        "keys": [key for _pk, key in rows],
        "people": [one.pk for one in house.members.values()],
        "collection": [house.record.collection_id],
    }


def _of_wagtail(house: House) -> tuple[QuerySet[Any], ...]:
    known, more = _known_by(house), house.more
    pages, people = known["pages"], known["people"]
    return (
        Page.objects.filter(pk__in=pages),
        PageViewRestriction.objects.filter(page__in=pages),
        CollectionViewRestriction.objects.filter(pk=more.restriction),
        house.record.collection.get_descendants(inclusive=True),
        Group.objects.filter(pk=house.record.group_id),
        Revision.objects.filter(object_id__in=pages),
        WorkflowState.objects.filter(object_id__in=pages),
        TaskState.objects.filter(workflow_state__object_id__in=pages),
        Comment.objects.filter(page__in=pages),
        CommentReply.objects.filter(comment__page__in=pages),
        EditingSession.objects.filter(user__in=people),
        UploadedFile.objects.filter(uploaded_by_user__in=people),
        Redirect.objects.filter(redirect_page__in=pages),
        Translation.objects.filter(pk=more.translation),
        SegmentOverride.objects.filter(context__overridablesegment=more.overridable_segment),
        StringTranslation.objects.filter(translation_of=more.string_segment),
    )


def unclaimed() -> list[str]:
    """Models of ours of which nobody has said whose their rows are."""
    said = {*OWNED, *PORTALS}
    models = [one for one in apps.get_models() if one.__module__.startswith(OURS)]
    return [one._meta.label for one in models if one._meta.label not in said]


class Watch:
    """Compares what a house has, and only where something was written that it could have had."""

    def __init__(self, house: House) -> None:
        self.house, self.before = house, belongings(house)
        known = (apps.get_model(label)._meta.db_table for label in self.before)
        tables = "|".join(sorted(known, key=len, reverse=True))
        # Of every statement only the beginning is read; an insertion may be one OR IGNORE.
        self._writes = re.compile(rf'\s*(INSERT|UPDATE|DELETE)[^"]* "({tables})"').match
        self.written = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """`changed()` is about what is done in here."""
        self.written = False
        with connection.execute_wrapper(self._listen):
            yield

    def _listen(self, execute: Any, sql: str, *args: Any) -> Any:
        self.written = self.written or bool(self._writes(sql))
        return execute(sql, *args)

    def changed(self, *, since_ever: bool = False) -> list[str]:
        """Tables in which rows of the house are no longer what they were."""
        if not (self.written or since_ever):
            return []
        now = belongings(self.house)
        return [label for label, rows in now.items() if rows != self.before[label]]
