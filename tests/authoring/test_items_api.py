"""Items over the authoring API: put, read, changed, listed; refused where it says why."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from cms.accounts.tokens import READ_SCOPE
from content_pages.models import ItemPage
from tests.authoring.systems import House, System, faults, item
from tests.factories import CategoryFactory, ItemFactory, ProgrammeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> House:
    CategoryFactory(published=True, code="theatre")
    return House()


WHOLE: dict[str, Any] = {
    "category": "theatre",
    "more_categories": [],
    "format": "recording",
    "themes": ["coulisses", "Ateliers"],
    "access": {
        "mode": "paid",
        "url": "https://example.org/a",
        "price": {"min": 5, "max": "12.50", "currency": "EUR"},
    },
    "on_demand": {"from": "2030-01-01T00:00:00Z", "until": None},
    "duration_minutes": 95,
    "occurrences": [
        {"starts_at": "2035-06-01T20:00:00+02:00", "ends_at": "2035-06-01T22:00:00+02:00"},
        {"starts_at": "2035-06-02T18:00:00Z", "capacity": 100, "time_zone": "Europe/Moscow"},
    ],
    "attendance": "online",
    "age": {"scheme": "ru", "rating": "12+"},
    "target_age": {"from": 10, "to": 99},
    "audiences": ["adults", "families"],
    "level": "beginner",
    "groups_only": True,
    "accessibility": {
        "features": [{"feature": "captions", "verified_on": "2025-02-01"}],
        "hazards": ["flashing"],
        "contact": "acces@example.org",
    },
    "languages": {"spoken": ["fr"], "subtitles": ["ru"], "sign": ["lsf"]},
    "rights": {
        "holder": "Théâtre",
        "licence": "cc_by",
        "embed_allowed": True,
        "windows": [{"opens_at": "2020-01-01T00:00:00Z", "territories": ["fr_11"]}],
    },
    "people": [{"name": "Anne Morel", "role": "director"}],
    "texts": {
        "fr": {
            "title": "Les coulisses",
            "summary": "De sept heures à minuit.",
            "practical_notes": "Un casque.",
            "body": [
                {"type": "heading", "value": {"text": "Le matin"}},
                {
                    "type": "paragraph",
                    "value": "<p>On <b>entre</b> <a href='https://x.org/'>ici</a>.</p>",
                },
                {"type": "steps", "value": [{"title": "Un", "text": "Regarder."}]},
            ],
            "media": [
                {"type": "video", "value": {"url": "https://www.youtube.com/watch?v=abcdefghijk"}},
                {"type": "credits", "value": [{"name": "Anne", "part": "Image"}]},
                {
                    "type": "quiz",
                    "value": {
                        "title": "Vrai ou faux",
                        "questions": [
                            {
                                "text": "Qui ?",
                                "answers": [{"text": "Lui"}, {"text": "Elle", "correct": True}],
                            }
                        ],
                    },
                },
            ],
            "series": "Coulisses",
        },
        "ru": {"title": "За кулисами"},
    },
}


def test_an_item_is_made_told_and_made_once(house: House) -> None:
    answer = house.system.put("a-1", WHOLE)
    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert answer["Location"].endswith(told["id"])
    assert (told["source"], told["external_id"]) == ("marees-cms", "a-1")
    pages = ItemPage.objects.filter(translation_key=told["id"]).order_by("locale__language_code")
    assert [page.live for page in pages] == [False, False]
    assert {page.title for page in pages} == {"Les coulisses", "За кулисами"}
    assert {page.owner for page in pages} == {house.editor}
    again = house.system.put("a-1", WHOLE)
    assert (again.status_code, again["ETag"]) == (200, answer["ETag"])
    assert [page.revisions.count() for page in pages] == [1, 1]
    assert house.system.get("/items/by-external-id/marees-cms/a-1").json() == told
    assert house.system.get(f"/items/{told['id']}").json() == told


def test_what_was_said_is_what_is_told(house: House) -> None:
    told = house.system.put("a-1", WHOLE).json()
    assert told["access"]["price"] == {"min": 5.0, "max": 12.5, "currency": "EUR"}
    assert told["themes"] == ["Ateliers", "coulisses"]
    assert told["occurrences"][0]["starts_at"] == "2035-06-01T18:00:00Z"
    text = told["texts"]["fr"]
    assert text["body"][1]["value"] == '<p>On <b>entre</b> <a href="https://x.org/">ici</a>.</p>'
    assert text["body"][2]["value"][0]["text"] == "<p>Regarder.</p>"
    assert text["media"][0]["value"]["provider"] == "youtube"
    assert text["slug"] == "les-coulisses"
    for name in ("format", "duration_minutes", "age", "target_age", "audiences", "groups_only"):
        assert told[name] == WHOLE[name], name
    assert told["rights"]["windows"][0]["territories"] == ["fr_11"]


def test_what_is_told_can_be_sent_back(house: House) -> None:
    made = house.system.put("a-1", WHOLE)
    back = house.system.put("a-1", made.json(), If_Match=made["ETag"])
    assert (back.status_code, back["ETag"]) == (200, made["ETag"])
    assert ItemPage.objects.get(title="Les coulisses").revisions.count() == 1


def test_a_change_is_a_new_revision_of_what_changed(house: House) -> None:
    made = house.system.put("a-1", WHOLE)
    changed = WHOLE | {"texts": WHOLE["texts"] | {"ru": {"title": "Сцена"}}}
    answer = house.system.put("a-1", changed)
    assert answer.status_code == 200
    assert answer["ETag"] != made["ETag"]
    fr, ru = (
        ItemPage.objects.get(locale__language_code=one, translation_key=made.json()["id"])
        for one in ("fr", "ru")
    )
    assert (fr.revisions.count(), ru.revisions.count()) == (1, 2)
    assert ru.draft_title == "Сцена"


def test_a_fact_changes_in_every_language(house: House) -> None:
    key = house.system.put("a-1", WHOLE).json()["id"]
    house.system.put("a-1", WHOLE | {"format": "podcast_episode"})
    formats = ItemPage.objects.filter(translation_key=key).values_list("format", flat=True)
    assert set(formats) == {"podcast_episode"}


def test_what_is_left_out_is_unknown_and_a_language_left_out_is_left(house: House) -> None:
    house.system.put("a-1", WHOLE)
    told = house.system.put("a-1", item("Autre titre")).json()
    assert told["format"] == ""
    assert told["occurrences"] == []
    assert told["texts"]["fr"]["summary"] == ""
    assert told["texts"]["ru"]["title"] == "За кулисами"


def test_what_people_mended_stays_when_the_same_is_sent_again(house: House) -> None:
    made = house.system.put("a-1", item("Les coulises"))
    page = ItemPage.objects.get(translation_key=made.json()["id"])
    page.title = "Les coulisses"
    page.save_revision(user=house.editor)
    again = house.system.put("a-1", item("Les coulises"))
    assert again.json()["texts"]["fr"]["title"] == "Les coulisses"
    assert again["ETag"] != made["ETag"]
    stale = house.system.put("a-1", item("Les coulises"), If_Match=made["ETag"])
    assert stale.status_code == 412
    seen = house.system.put("a-1", item("Les coulises"), If_Match=again["ETag"])
    assert seen.json()["texts"]["fr"]["title"] == "Les coulises"


def test_only_if_there_is_none_yet(house: House) -> None:
    assert house.system.put("a-1", item(), If_None_Match="*").status_code == 201
    assert house.system.put("a-1", item("Autre"), If_None_Match="*").status_code == 412
    assert house.system.put("a-2", item(), If_Match='"abc"').status_code == 412


def test_a_reader_who_has_it_gets_an_empty_answer(house: House) -> None:
    made = house.system.put("a-1", item())
    answer = house.system.get(f"/items/{made.json()['id']}", If_None_Match=made["ETag"])
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_patch_changes_what_it_names(house: House) -> None:
    made = house.system.put("a-1", WHOLE)
    key = made.json()["id"]
    patch = {
        "access": {"price": None},
        "texts": {"fr": {"summary": "Court."}},
        "duration_minutes": 40,
    }
    answer = house.system.patch(key, patch, made["ETag"])
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["access"] == {"mode": "paid", "url": "https://example.org/a", "price": None}
    assert told["texts"]["fr"]["summary"] == "Court."
    assert told["texts"]["fr"]["body"] == made.json()["texts"]["fr"]["body"]
    assert told["duration_minutes"] == 40
    assert answer["ETag"] != made["ETag"]


def test_a_patch_says_what_it_has_seen(house: House) -> None:
    made = house.system.put("a-1", item())
    key = made.json()["id"]
    missing = house.system.patch(key, {"format": "quiz"}, None)
    assert missing.status_code == 428
    assert faults(missing) == {("header.If-Match", "required")}
    assert house.system.patch(key, {"format": "quiz"}, '"other"').status_code == 412
    assert house.system.patch(key, {"format": "quiz"}, f"W/{made['ETag']}").status_code == 412
    assert house.system.patch(key, {"format": "quiz"}, "quiz").status_code == 400
    assert house.system.patch(key, {"format": "quiz"}, f'"x", {made["ETag"]}').status_code == 200


def test_a_patch_that_changes_nothing_writes_nothing(house: House) -> None:
    made = house.system.put("a-1", WHOLE)
    answer = house.system.patch(made.json()["id"], {"format": "recording"}, made["ETag"])
    assert answer["ETag"] == made["ETag"]
    assert ItemPage.objects.get(title="Les coulisses").revisions.count() == 1


def test_a_patch_adds_a_language_with_all_its_facts(house: House) -> None:
    made = house.system.put("a-1", WHOLE | {"texts": {"fr": WHOLE["texts"]["fr"]}})
    answer = house.system.patch(
        made.json()["id"], {"texts": {"ru": {"title": "Сцена"}}}, made["ETag"]
    )
    assert answer.status_code == 200, answer.content
    ru = ItemPage.objects.get(translation_key=made.json()["id"], locale__language_code="ru")
    assert (ru.format, ru.category.code, ru.occurrences.count()) == ("recording", "theatre", 2)


def test_a_patch_takes_no_language_away(house: House) -> None:
    made = house.system.put("a-1", WHOLE)
    answer = house.system.patch(made.json()["id"], {"texts": {"ru": None}}, made["ETag"])
    assert answer.status_code == 422
    assert faults(answer) == {("body.texts.ru", "required")}


def test_what_is_unfinished_elsewhere_keeps_no_patch_from_being_done(house: House) -> None:
    made = house.system.put("a-1", item())
    page = ItemPage.objects.get(translation_key=made.json()["id"])
    page.media = [{"type": "video", "value": {"url": ""}, "id": "x"}]
    page.save_revision(user=house.editor)
    answer = house.system.patch(made.json()["id"], {"texts": {"fr": {"summary": "Court."}}})
    assert answer.status_code == 200, answer.content
    assert answer.json()["texts"]["fr"]["media"][0]["type"] == "video"


def test_a_live_item_stays_as_it_is(house: House) -> None:
    page = ItemFactory(parent=house.page, published=True, title="Publique")
    answer = house.system.patch(str(page.translation_key), {"texts": {"fr": {"title": "Autre"}}})
    assert answer.status_code == 200, answer.content
    page.refresh_from_db()
    assert (page.live, page.title, page.draft_title) == (True, "Publique", "Autre")
    assert page.has_unpublished_changes


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({}, {("body.texts", "required")}),
        ({"texts": {}}, {("body.texts", "required")}),
        ({"texts": {"fr": {}}}, {("body.texts.fr.title", "required")}),
        ({"texts": {"fr": {"title": " "}}}, {("body.texts.fr.title", "required")}),
        ({"texts": {"fr": {"title": "x" * 141}}}, {("body.texts.fr.title", "too_long")}),
        ({"texts": {"fr": {"title": "a\x00b"}}}, {("body.texts.fr.title", "nul")}),
        ({"texts": {"de": {"title": "x"}}}, {("body", "unknown_locale")}),
        ({"texts": {"en": {"title": "x"}}}, {("body.texts.en", "no_place")}),
        (item(surprise=1), {("body.surprise", "unknown")}),
        (item(format="opera"), {("body.format", "unknown_code")}),
        (item(category="opera"), {("body.category", "unknown_code")}),
        (item(access={"url": "javascript:alert(1)"}), {("body.access.url", "url")}),
        (
            item(occurrences=[{"starts_at": "2030-01-01T00:00:00"}]),
            {("body.occurrences.0.starts_at", "time_zone")},
        ),
        (
            item(occurrences=[{"starts_at": "0001-01-01T00:00:00Z"}]),
            {("body.occurrences.0.starts_at", "year")},
        ),
        (item(target_age={"from": 9, "to": 3}), {("body.target_age", "order")}),
        (item(image=12345), {("body.image", "unknown")}),
        (item(duration_minutes=-1), {("body.duration_minutes", "greater_than_equal")}),
        (item(duration_minutes=10**30), {("body.duration_minutes", "less_than_equal")}),
        (
            item(texts={"fr": {"title": "x", "media": [{"type": "video", "value": {"url": "x"}}]}}),
            {("body.texts.fr.media.0.value.url", "url")},
        ),
        (
            item(texts={"fr": {"title": "x", "body": [{"type": "video", "value": {}}]}}),
            {("body.texts.fr.body.0", "unknown_type")},
        ),
        (
            item(texts={"fr": {"title": "x", "body": [{"type": "image", "value": {"image": 9}}]}}),
            {("body.texts.fr.body.0", "unknown")},
        ),
        (item(related=[{"id": "x", "slug": "y"}]), {("body.related.0.id", "uuid_parsing")}),
        (item(related=[{}]), {("body.related.0", "tie")}),
        (item(partners=[{"external_id": "z"}]), {("body.partners.0", "tie")}),
        (item(related=[{"external_id": "a-1"}]), {("body.related.0", "itself")}),
        (item(institution="nobody"), {("body.institution", "unknown")}),
        (item(source="other"), {("body.source", "read_only")}),
    ],
    ids=lambda value: None if isinstance(value, dict) else str(sorted(value)[0]),
)
def test_what_cannot_be_written_is_refused_where_it_stands(
    house: House, sent: Any, expected: set[tuple[str, str]]
) -> None:
    answer = house.system.put("a-1", sent)
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert faults(answer) == expected
    assert not ItemPage.objects.exists()


@pytest.mark.parametrize(
    ("body", "type", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"texts": NaN}', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"texts": {"fr": {"title": "\\ud800"}}}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (1024 * 1024 + 1), "application/json", 413),
        (b" " * (6 * 1024 * 1024), "application/json", 413),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    house: House, body: bytes, type: str, status: int
) -> None:
    answer = house.system.put("a-1", body, type=type)
    assert answer.status_code == status, answer.content
    assert answer.json()["status"] == status


def test_rich_text_is_taken_without_what_could_harm(house: House) -> None:
    html = (
        '<p onclick="x()">Un<script>alert(1)</script> <a href="javascript:x">deux</a>'
        '<img src=x onerror=y> <sup>3</sup><iframe src="x"></iframe></p>'
    )
    sent = item(texts={"fr": {"title": "x", "body": [{"type": "paragraph", "value": html}]}})
    told = house.system.put("a-1", sent).json()
    assert told["texts"]["fr"]["body"][0]["value"] == "<p>Un <a>deux</a> <sup>3</sup></p>"


# Whose it is


@pytest.fixture
def other(house: House) -> House:
    return House("yauza")


def test_what_is_anothers_is_not_there(house: House, other: House) -> None:
    key = other.system.put("b-1", item()).json()["id"]
    answers = [
        house.system.get(f"/items/{key}"),
        house.system.patch(key, {"format": "quiz"}),
        house.system.get("/items/by-external-id/yauza-cms/b-1"),
        house.system.send("PUT", "/items/by-external-id/yauza-cms/b-1", item()),
    ]
    nowhere = [
        house.system.get("/items/7f0c3f65-6d51-4c1c-9d8e-0d4c6d1d2b11"),
        house.system.patch("7f0c3f65-6d51-4c1c-9d8e-0d4c6d1d2b11", {"format": "quiz"}),
        house.system.get("/items/by-external-id/yauza-cms/nothing"),
        house.system.send("PUT", "/items/by-external-id/yauza-cms/nothing", item()),
    ]
    assert [one.status_code for one in answers] == [404] * 4
    assert [one.content for one in answers] == [one.content for one in nowhere]
    assert ItemPage.objects.count() == 1


def test_a_published_item_of_another_is_not_there_either(house: House, other: House) -> None:
    page = ItemFactory(parent=other.page, published=True)
    assert house.system.get(f"/items/{page.translation_key}").status_code == 404
    assert house.system.patch(str(page.translation_key), {"format": "quiz"}).status_code == 404


def test_a_token_of_one_institution_reaches_no_other_of_its_user(
    house: House, other: House
) -> None:
    other.institution.memberships.create(user=house.editor, role="editor")
    key = other.system.put("b-1", item()).json()["id"]
    assert house.system.get(f"/items/{key}").status_code == 404
    assert System(house.editor).get(f"/items/{key}").status_code == 200


def test_a_token_opens_nothing_once_its_user_has_left(house: House) -> None:
    house.system.put("a-1", item())
    house.institution.memberships.get(user=house.editor).delete()
    assert house.system.get("/items").status_code == 401


def test_a_suspended_institution_writes_nothing(house: House) -> None:
    key = house.system.put("a-1", item()).json()["id"]
    house.institution.verification_state = "suspended"
    house.institution.save(update_fields=["verification_state"])
    assert house.system.put("a-2", item()).status_code == 403
    assert house.system.patch(key, {"format": "quiz"}).status_code == 404


def test_a_closed_institution_writes_nothing(house: House) -> None:
    """Its members may still read; what they hold opens no writing mid-way."""
    key = house.system.put("a-1", item()).json()["id"]
    house.institution.verification_state = "closed"
    house.institution.save(update_fields=["verification_state"])
    assert house.system.put("a-2", item()).status_code == 403
    assert house.system.patch(key, {"format": "quiz"}).status_code == 404
    assert house.system.post(f"/pages/{key}/fr/submit").status_code in {403, 404}


def test_a_contributor_writes_their_own_and_no_colleagues(house: House) -> None:
    contributor = System(house.member("contributor"), house.institution, source="marees-cms")
    key = contributor.put("c-1", item()).json()["id"]
    assert contributor.patch(key, {"format": "quiz"}).status_code == 200
    colleagues = house.system.put("a-1", item()).json()["id"]
    assert contributor.patch(colleagues, {"format": "quiz"}).status_code == 404
    assert contributor.get(f"/items/{colleagues}").status_code == 404
    assert contributor.get(f"/pages/{colleagues}/status").status_code == 404
    listed = contributor.get("/items").json()["items"]
    assert [one["id"] for one in listed] == [key]


def test_staff_says_whose_it_is(house: House) -> None:
    moderator = System(UserFactory(group="Moderators"), source="portal")
    House("yauza")
    assert faults(moderator.put("p-1", item())) == {("body.institution", "required")}
    made = moderator.put("p-1", item(institution="marees"))
    assert made.status_code == 201, made.content
    assert made.json()["institution"] == str(house.page.translation_key)
    assert ItemPage.objects.get().get_parent().pk == house.page.pk
    moved = moderator.put("p-1", item("Autre", institution="nobody"))
    assert faults(moved) == {("body.institution", "moved")}


def test_an_institutions_source_names_its_items_alone(house: House, other: House) -> None:
    """Whoever writes: or its own system would find another's item under its number."""
    moderator = System(UserFactory(group="Moderators"), source="marees-cms")
    foreign = moderator.put("1", item(institution="yauza"))
    assert faults(foreign) == {("body.institution", "unknown")}
    assert moderator.put("1", item()).status_code == 201
    assert house.system.put("1", item()).status_code == 200
    assert ItemPage.objects.get().get_parent().pk == house.page.pk


def test_who_works_for_another_uses_no_source_of_an_institution(house: House, other: House) -> None:
    stranger = System(other.editor, source="marees-cms")
    house.system.put("1", item())
    for external_id in ("1", "2"):
        assert stranger.put(external_id, item()).status_code == 404
    batch = item() | {"source": "marees-cms", "external_id": "3"}
    assert stranger.batch(batch)[0]["status"] == 404
    assert ItemPage.objects.count() == 1


def test_what_others_deleted_is_as_unknown_as_none(house: House, other: House) -> None:
    moderator = System(UserFactory(group="Moderators"), source="portal")
    key = moderator.put("1", item(institution="marees")).json()["id"]
    Page.objects.get(translation_key=key).delete()
    assert moderator.put("1", item(institution="marees")).status_code == 410
    stranger = System(other.editor, source="portal")
    assert stranger.put("1", item()).status_code == 404
    assert stranger.get("/items/by-external-id/portal/1").status_code == 404


def test_an_id_is_that_of_what_is_addressed(house: House) -> None:
    wrong = {"id": "00000000-0000-0000-0000-000000000000"}
    assert faults(house.system.put("a-1", item() | wrong)) == {("body.id", "read_only")}
    assert not ItemPage.objects.exists()
    made = house.system.put("a-1", item()).json()
    assert faults(house.system.put("a-1", item("Autre") | wrong)) == {("body.id", "read_only")}
    assert house.system.get(f"/items/{made['id']}").json() == made


def test_an_item_somebody_is_at_is_left_alone(house: House) -> None:
    key = house.system.put("a-1", item()).json()["id"]
    page = ItemPage.objects.get(translation_key=key)
    page.locked, page.locked_by = True, UserFactory(group="Moderators")
    page.save()
    answer = house.system.put("a-1", item("Autre"))
    assert answer.status_code == 409
    assert faults(answer) == {("body.texts.fr", "locked")}
    assert house.system.put("a-1", item()).status_code == 200


def test_a_deleted_item_is_not_made_again(house: House) -> None:
    key = house.system.put("a-1", item()).json()["id"]
    Page.objects.get(translation_key=key).delete()
    assert house.system.put("a-1", item()).status_code == 410
    assert house.system.get("/items/by-external-id/marees-cms/a-1").status_code == 410


# Ties


def related(answer: Any) -> list[Any]:
    return [one["id"] or one["external_id"] for one in answer.json()["related"]]


def test_what_is_not_there_yet_is_tied_when_it_arrives(house: House) -> None:
    first = house.system.put("a-1", item(related=[{"external_id": "a-2"}]))
    assert first.status_code == 201, first.content
    assert related(first) == ["a-2"]
    second = house.system.put("a-2", item("Deux"))
    told = house.system.get(f"/items/{first.json()['id']}")
    assert related(told) == [second.json()["id"]]
    again = house.system.put("a-1", item(related=[{"external_id": "a-2"}]))
    assert again["ETag"] == told["ETag"]
    page = ItemPage.objects.get(translation_key=first.json()["id"])
    assert page.get_latest_revision_as_object().related_items.get().item.title == "Deux"


def test_partners_and_programmes_are_named_by_slug_or_id(house: House, other: House) -> None:
    programme = ProgrammeFactory(published=True, slug="nuit-des-musees")
    ties = {
        "programmes": [{"slug": "nuit-des-musees"}],
        "partners": [{"id": str(other.page.translation_key)}],
    }
    told = house.system.put("a-1", item(**ties)).json()
    assert told["programmes"][0]["id"] == str(programme.translation_key)
    assert told["partners"][0]["id"] == str(other.page.translation_key)


def test_anothers_draft_is_named_in_vain(house: House, other: House) -> None:
    draft = ItemFactory(parent=other.page)
    told = house.system.put("a-1", item(related=[{"id": str(draft.translation_key)}])).json()
    page = ItemPage.objects.get(translation_key=told["id"])
    assert not page.related_items.exists()
    assert told["related"][0]["id"] == str(draft.translation_key)


def test_a_tie_that_is_taken_back_is_not_waited_for(house: House) -> None:
    first = house.system.put("a-1", item(related=[{"external_id": "a-2"}]))
    house.system.patch(first.json()["id"], {"related": []}, first["ETag"])
    house.system.put("a-2", item("Deux"))
    assert related(house.system.get(f"/items/{first.json()['id']}")) == []


# Lists and tokens


def test_a_list_goes_on_where_it_ended(house: House, other: House) -> None:
    other.system.put("b-1", item())
    made = [house.system.put(f"a-{n}", WHOLE).json()["id"] for n in range(3)]
    page = house.system.get("/items?limit=2").json()
    assert [one["id"] for one in page["items"]] == made[:2]
    assert page["items"][0]["titles"]["ru"] == "За кулисами"
    rest = house.system.get(f"/items?limit=2&cursor={page['next']}").json()
    assert ([one["id"] for one in rest["items"]], rest["next"]) == (made[2:], None)
    assert house.system.get("/items?cursor=x").status_code == 400
    assert house.system.get("/items?nothing=x").status_code == 400


def test_a_longer_list_asks_little_more(house: House) -> None:
    """Drafts, each with what its revision holds; what items have in common is asked once."""

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert house.system.get("/items?limit=100").status_code == 200
        return len(asked)

    house.system.put("a-0", item())
    few = statements()
    for n in range(1, 9):
        house.system.put(f"a-{n}", item())
    assert statements() - few <= 8 * 2


def test_a_list_tells_what_the_items_tell(house: House) -> None:
    """A draft, a public item, and one with ties, in a list as alone."""
    keys = [house.system.put("a-1", WHOLE).json()["id"]]
    keys.append(house.system.put("a-2", item(related=[{"external_id": "a-1"}])).json()["id"])
    public = ItemFactory(parent=house.page, published=True)
    keys.append(str(public.translation_key))
    listed = house.system.get("/items").json()["items"]
    alone = [house.system.get(f"/items/{key}") for key in keys]
    assert [one["etag"] for one in listed] == [one["ETag"] for one in alone]


def test_a_token_tells_what_it_opens(house: House) -> None:
    told = house.system.get("/").json()
    assert told["sources"] == ["marees-cms"]
    assert told["institution"]["key"] == str(house.institution.key)
    assert told["user"] == house.editor.username


def test_scopes_open_what_they_say(house: House) -> None:
    reader = System(house.editor, house.institution, [READ_SCOPE], "marees-cms")
    key = house.system.put("a-1", item()).json()["id"]
    assert reader.get(f"/items/{key}").status_code == 200
    refused = reader.put("a-2", item())
    assert refused.status_code == 403
    assert 'scope="items:write"' in refused["WWW-Authenticate"]
    assert (
        reader.client.get(
            "/api/v1/authoring/items", headers={"Authorization": "Bearer cou_x"}
        ).status_code
        == 401
    )


def test_answers_say_how_much_is_left(house: House, settings: Any) -> None:
    answer = house.system.get("/items")
    assert int(answer["RateLimit-Remaining"]) < int(answer["RateLimit-Limit"])


def test_what_is_no_address_is_a_problem(house: House) -> None:
    answer = house.system.get("/nothing/at/all")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
