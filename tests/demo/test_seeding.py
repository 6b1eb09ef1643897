"""`manage.py seed_demo`, seen through what it made public."""

import json
from collections import Counter
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils.translation import override
from wagtail.models import Page, Revision, WorkflowState

from cms.accounts.models import User
from cms.accounts.roles import Role
from cms.core import clock
from cms.demo.accounts import DEMO_ACCOUNTS
from cms.editorial.models import FlagHit, Release, Review, SpotCheck, Submission
from cms.editorial.releases.blocking import dry_run
from cms.institutions.models import Institution
from cms.publication.models import Change, PublishedDocument
from tests.content_pages.builders.search_engines import faults

LOCALES = ("fr", "ru", "en")


def _details(kind: str, locale: str | None = None) -> list[dict[str, Any]]:
    documents = PublishedDocument.objects.filter(kind=kind).select_related("body")
    if locale:
        documents = documents.filter(locale=locale)
    return [json.loads(bytes(document.body.detail)) for document in documents]


def _keys(kind: str) -> int:
    return PublishedDocument.objects.filter(kind=kind).values("key").distinct().count()


@override_settings(
    TASKS={  # not watched here
        "default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
    }
)
class Seeded(TestCase):
    """Seeding takes a while: it is done once."""

    items: list[dict[str, Any]]
    said: str

    @classmethod
    def setUpTestData(cls) -> None:
        out = StringIO()
        call_command("seed_demo", stdout=out)
        cls.said = out.getvalue()
        cls.items = _details("item")

    def test_it_says_how_much_is_public(self) -> None:
        assert f"{PublishedDocument.objects.count()} documents are public" in self.said

    def test_search_engines_take_every_document(self) -> None:
        details = [
            detail
            for kind in ("item", "institution", "guide", "programme", "news")
            for detail in _details(kind)
        ]
        assert {one["slug"]: found for one in details if (found := faults(one["jsonld"]))} == {}

    def test_there_is_enough_of_each_kind(self) -> None:
        assert _keys("item") >= 80
        assert _keys("institution") >= 12
        assert _keys("guide") == 10
        assert _keys("programme") == 2
        assert _keys("news") >= 5
        assert _keys("home") == 1
        for locale in LOCALES:
            assert len(_details("category", locale)) == 11
            assert len(_details("item", locale)) >= 50
            assert len(_details("home", locale)) == 1

    def test_categories_are_the_eight_and_those_below(self) -> None:
        codes = {category["code"] for category in _details("category", "fr")}
        eight = {"theatre", "music", "museums", "cinema", "literature", "show", "tours"}
        assert eight | {"knowledge", "opera", "science", "tales"} == codes

    def test_institutions_are_of_many_kinds(self) -> None:
        kinds = set(Institution.objects.values_list("kind", flat=True))
        assert len(kinds) >= 10
        states = set(Institution.objects.values_list("verification_state", flat=True))
        assert {"validated", "new"} <= states
        assert Institution.objects.values("trust_level").distinct().count() == 4

    def test_items_vary(self) -> None:
        def met(name: str) -> set[str]:
            return {code for item in self.items for code in item[name]}

        assert len({item["format"]["code"] for item in self.items}) >= 20
        assert len(met("accessibility")) >= 10
        assert len(met("audiences")) >= 15
        assert len({item["access_mode"] for item in self.items}) == 6
        assert {item["attendance"] for item in self.items} == {"online", "onsite", "mixed"}
        ages = {(item["age"] or {}).get("rating") for item in self.items}
        assert {None, "tous", "-10", "-12", "0+", "6+", "12+", "16+", "18+"} <= ages
        kinds = {block["type"] for item in self.items for block in item["media"]}
        assert len(kinds) >= 10

    def test_some_languages_are_missing_so_that_others_stand_in(self) -> None:
        locales_of: dict[Any, set[str]] = {}
        for key, locale in PublishedDocument.objects.filter(kind="item").values_list(
            "key", "locale"
        ):
            locales_of.setdefault(key, set()).add(locale)
        counts = Counter(len(found) for found in locales_of.values())
        assert all(counts[languages] >= 15 for languages in (1, 2, 3))
        assert {"ru"} in locales_of.values()
        assert {"en"} in locales_of.values()

    def test_the_coming_weeks_are_full(self) -> None:
        now = clock.now()
        starts = [
            datetime.fromisoformat(one["starts_at"])
            for item in self.items
            for one in item["occurrences"]
        ]
        soon = [start for start in starts if now < start < now + timedelta(days=28)]
        assert len(soon) >= 40
        statuses = {one["status"] for item in self.items for one in item["occurrences"]}
        assert statuses == {"scheduled", "postponed", "cancelled", "moved_online"}
        assert any(item["next_occurrence"] for item in self.items)

    def test_an_occurrence_is_the_same_in_every_language(self) -> None:
        found: dict[str, set[tuple[str, ...]]] = {}
        for item in self.items:
            uids = tuple(one["uid"] for one in item["occurrences"])
            found.setdefault(item["id"], set()).add(uids)
        assert all(len(uids) == 1 for uids in found.values())

    def test_every_picture_has_its_words_in_the_language_of_its_page(self) -> None:
        for item in self.items:
            assert item["image"]["alt"]
            assert item["image"]["credit"]
        alts = {item["locale"]: item["image"]["alt"] for item in self.items}
        assert len(set(alts.values())) == len(LOCALES)
        by_locale = Counter((item["locale"], item["image"]["src"]) for item in self.items)
        assert max(by_locale.values()) == 1, "each item its own picture"

    def test_a_window_closed_or_not_yet_open_keeps_an_item_from_the_public(self) -> None:
        titles = {item["title"] for item in self.items}
        for hidden in ("L’Été des pellicules", "Ombres blanches"):
            assert Page.objects.get(title=hidden).live
            assert hidden not in titles

    def test_items_are_tied(self) -> None:
        assert sum(bool(item["related"]) for item in self.items) > len(self.items) / 2
        assert any(item["partners"] for item in self.items)
        assert any(item["programmes"] for item in self.items)
        assert any(item["rights"]["windows"] for item in self.items)
        assert any(item["series"] for item in self.items)
        assert all(item["themes"] for item in self.items)

    def test_a_theme_has_one_slug_in_every_language(self) -> None:
        slugs: dict[str, set[tuple[str, ...]]] = {}
        for item in self.items:
            found = tuple(sorted(theme["slug"] for theme in item["themes"]))
            slugs.setdefault(item["id"], set()).add(found)
        assert all(len(found) == 1 for found in slugs.values())

    def test_the_museum_night_holds_sections_of_items_and_occurrences(self) -> None:
        night = next(
            page for page in _details("programme", "fr") if "Nuit des musées" in page["title"]
        )
        entries = [entry for section in night["sections"] for entry in section["value"]["entries"]]
        assert len(night["sections"]) == 3
        assert len(entries) == 10
        assert any(entry["occurrence"] for entry in entries)

    def test_front_pages_greet_in_their_language(self) -> None:
        titles = {home["locale"]: home["title"] for home in _details("home")}
        assert titles == {"fr": "Accueil", "ru": "Главная", "en": "Home"}
        for home in _details("home"):
            assert {section["type"] for section in home["sections"]} == {
                "hero",
                "selection",
                "latest",
                "text",
            }

    def test_one_guide_is_past_its_review(self) -> None:
        today = clock.now().date().isoformat()
        overdue = [guide for guide in _details("guide", "fr") if guide["review_on"] < today]
        assert len(overdue) == 1

    def test_drafts_stay_drafts_and_what_was_submitted_waits(self) -> None:
        (waiting,) = WorkflowState.objects.filter(
            status=WorkflowState.STATUS_IN_PROGRESS, requested_by__username="editor"
        )
        assert waiting.content_object.title == "La Cerisaie, dernière"
        titles = {item["title"] for item in self.items}
        assert waiting.content_object.title not in titles
        drafts = Page.objects.filter(live=False).values_list("title", flat=True)
        assert "Atelier costumes : vieillir un manteau au thé" in drafts

    def test_the_desk_has_something_of_everything(self) -> None:
        now = clock.now()
        waiting = Submission.objects.waiting()
        assert waiting.count() >= 7
        assert waiting.values("institution").distinct().count() >= 5
        assert waiting.filter(due_at__lt=now).count() == 2
        assert Review.objects.filter(status="open", assignee__isnull=False).count() >= 2
        back = Submission.objects.filter(status=Submission.Status.CHANGES_REQUESTED)
        assert back.count() >= 3
        scheduled = Revision.objects.filter(approved_go_live_at__gt=now)
        assert scheduled.count() == 2
        past = Submission.objects.exclude(ended_at=None).values_list("status", flat=True)
        assert set(past) == {"approved", "rejected"}
        assert FlagHit.objects.exists()
        assert SpotCheck.objects.get().status == SpotCheck.Status.OPEN

    def test_a_release_waits_for_one_of_its_pages(self) -> None:
        chief = User.objects.get(username="chief")
        waits = {
            str(one.page): bool(one.objections) for one in dry_run(Release.objects.get(), chief)
        }
        assert sorted(waits.values()) == [False, True], waits

    def test_nobody_approved_their_own(self) -> None:
        page = Page.objects.get(title="Phèdre, une nuit au port")
        publisher = User.objects.get(username="moderator")
        assert page.live_revision.user != publisher
        assert page.owner != publisher

    def test_every_account_may_sign_in(self) -> None:
        for one in DEMO_ACCOUNTS:
            assert self.client.login(username=one.username, password=one.password), one
            assert self.client.get("/admin/").status_code == 200, one

    def test_every_role_can_be_tried(self) -> None:
        assert {one.role for one in DEMO_ACCOUNTS} == set(Role)

    def test_members_reach_their_own_institution_only(self) -> None:
        self.client.login(username="editor", password="coulisses-editor")
        own = Page.objects.get(title="Phèdre, une nuit au port")
        other = Page.objects.get(title="Les Noctambules")
        assert self.client.get(f"/admin/pages/{own.pk}/edit/").status_code == 200
        assert self.client.get(f"/admin/pages/{other.pk}/edit/").status_code == 404
        rights = own.permissions_for_user(User.objects.get(username="editor"))
        assert rights.can_edit()
        assert not rights.can_publish()

    def test_again_it_changes_nothing(self) -> None:
        before = (Change.objects.count(), Page.objects.count(), User.objects.count())
        out = StringIO()
        call_command("seed_demo", stdout=out)
        assert (Change.objects.count(), Page.objects.count(), User.objects.count()) == before
        assert "(0 changes" in out.getvalue()

    def test_nothing_differs(self) -> None:
        out = StringIO()
        with override("en"):
            call_command("reconcile", stdout=out)
        assert "Nothing differs." in out.getvalue()
