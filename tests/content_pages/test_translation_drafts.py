"""A translation is handed in as a draft: nothing public changes until it is reviewed."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.operations import translate_object

from cms.editorial.models import Submission
from cms.publication.models import PublishedDocument
from content_pages.models import ItemPage
from tests.admin.conftest import signed_in
from tests.editorial.people import Desk
from tests.factories import UserFactory
from tests.factories.clearing import go_live
from tests.publication.test_translations import translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def english() -> Locale:
    return Locale.objects.get(language_code="en")


@pytest.fixture
def item(desk: Desk, english: Locale) -> Any:
    """Public, and where its translation goes stands."""
    item = desk.public()
    for page in (item.category, desk.house):
        translate(page, "en", "English").save_target(publish=False)
        go_live(page.get_translation(english))
    return item


@pytest.fixture
def draft(item: Any, english: Locale) -> Any:
    """The translation of a public item, with all its words, and not public."""
    translate(item, "en", "English").save_target(publish=False)
    return item.get_translation(english)


def edit(page: Page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def press(person: Any, page: Page) -> list[str]:
    """The translation editor's button; what is said then."""
    answer = signed_in(person).post(edit(page), {"action": "publish"})
    return [str(message) for message in get_messages(answer.wsgi_request)]


def title_of(page: Page) -> str | None:
    return PublishedDocument.objects.filter(page_id=page.pk).values_list("title", flat=True).first()


def reword(page: Page, words: str) -> None:
    strings = StringTranslation.objects.filter(locale=page.locale, context__path="title")
    strings.filter(data__startswith="English title").update(data=words)


def test_what_is_made_to_be_translated_is_a_draft(item: Any, english: Locale) -> None:
    translate_object(item, [english], user=UserFactory(superuser=True))
    made = item.get_translation(english)
    assert not made.live
    assert title_of(made) is None


@pytest.mark.parametrize("who", ["editor", "moderator"])
def test_the_button_sends_it_for_review(desk: Desk, draft: Any, who: str) -> None:
    (said,) = press(getattr(desk, who), draft)
    assert "review" in said or "relecture" in said
    submission = Submission.objects.get(page_id=draft.pk)
    assert submission.submitted_by == getattr(desk, who)
    assert title_of(draft) is None


@pytest.mark.parametrize("who", ["contributor", "stranger"])
def test_who_may_not_submit_sends_nothing(desk: Desk, draft: Any, who: str) -> None:
    signed_in(getattr(desk, who)).post(edit(draft), {"action": "publish"})
    assert not Submission.objects.filter(page_id=draft.pk).exists()
    assert title_of(draft) is None


def test_what_is_public_stays_while_its_next_version_is_reviewed(desk: Desk, draft: Any) -> None:
    go_live(draft)
    reword(draft, "English, anew")
    press(desk.moderator, draft)
    now = ItemPage.objects.get(pk=draft.pk)
    assert (title_of(now), now.title) == ("English title", "English title")
    assert now.get_latest_revision_as_object().title == "English, anew"
    StringTranslation.objects.filter(data="English, anew").update(data="English, in review")
    press(desk.moderator, draft)
    now = ItemPage.objects.get(pk=draft.pk)
    assert now.get_latest_revision_as_object().title == "English, in review"
    assert Submission.objects.filter(page_id=draft.pk).count() == 1


def test_what_its_words_lack_is_told_and_nothing_is_kept(desk: Desk, draft: Any) -> None:
    reword(draft, "far too long " * 12)
    before = draft.revisions.count()
    (said,) = press(UserFactory(superuser=True, language="en"), draft)
    assert "140" in said
    assert draft.revisions.count() == before
    assert not Submission.objects.filter(page_id=draft.pk).exists()


@pytest.mark.usefixtures("no_workflow")
def test_where_nothing_is_reviewed_it_is_published(desk: Desk, draft: Any) -> None:
    (said,) = press(UserFactory(superuser=True, language="en"), draft)
    assert said.startswith("Published")
    assert title_of(draft) == "English title"
    press(desk.editor, draft)
    reword(draft, "English, by an editor")
    press(desk.editor, draft)
    assert title_of(draft) == "English title"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("live", [False, True])
def test_nobody_publishes_one_by_script(live: bool) -> None:
    """wagtail-localize's own way has no user: it is refused."""
    item = Desk().public()
    english = Locale.objects.get(language_code="en")
    for page in (item.category, item.get_parent().specific):
        translate(page, "en", "English").save_target(publish=False)
        go_live(page.get_translation(english))
    translation = translate(item, "en", "English")
    translation.save_target(publish=False)
    draft = item.get_translation(english)
    if live:
        go_live(draft)
        reword(draft, "English, anew")
    before = title_of(draft)
    with pytest.raises(ValidationError):
        translation.save_target(publish=True)
    assert title_of(draft) == before
    assert ItemPage.objects.get(pk=draft.pk).live is live


def test_an_update_offers_no_publication(item: Any, draft: Any) -> None:
    source = TranslationSource.objects.get_for_instance(item)
    client: Client = signed_in(UserFactory(superuser=True, language="en"))
    address = f"/admin/localize/update/{source.pk}/"
    assert "publish_translations" not in client.get(address).content.decode()
    item.title = "Un autre titre"
    go_live(item)
    answer = client.post(address, {"publish_translations": "on"})
    assert answer.status_code == 302
    assert title_of(draft) is None
    source.refresh_from_db()
    assert "Un autre titre" in source.content_json
