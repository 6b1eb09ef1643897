"""Translations made by wagtail-localize, which asks nobody, go the same way as all others."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.publication.models import PublishedDocument
from content_pages.models import CategoryPage, ItemPage
from tests.factories import CategoryFactory
from tests.factories.clearing import go_live
from tests.factories.items import ItemFactory

pytestmark = pytest.mark.django_db


def translate(page, code, words):
    """Give every segment of `page` its words in locale `code`; returns the translation."""
    source, _created = TranslationSource.get_or_create_from_instance(page)
    locale = Locale.objects.get(language_code=code)
    translation = Translation.objects.create(source=source, target_locale=locale)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            defaults={"data": f"{words} {segment.context.path}"[:140]},
        )
    return translation


def test_a_published_translation_has_its_copy():
    item = ItemFactory(published=True, complete=True)
    locale = Locale.objects.get(language_code="en")
    for page in (item.category, *item.more_categories.all(), item.get_parent().specific, item):
        if not page.has_translation(locale):
            translate(page, "en", "English").save_target(publish=False)
            go_live(page.get_translation(locale))
    english = ItemPage.objects.get(translation_key=item.translation_key, locale__language_code="en")
    assert english.title == "English title"
    document = PublishedDocument.objects.get(page_id=english.pk)
    assert document.locale == "en"
    assert document.key == item.translation_key
    assert english.duration_minutes == item.duration_minutes
    assert document.facts["format"] == item.format


def test_a_translation_that_misses_something_does_not_go_live():
    item = ItemFactory(published=True)
    translation = translate(item, "ru", "Русский")
    translation.save_target(publish=False)
    russian = ItemPage.objects.get(translation_key=item.translation_key, locale__language_code="ru")
    russian.summary = ""
    russian.access_url = ""
    with pytest.raises(ValidationError, match="summary"):
        go_live(russian.save_revision(clean=False))
    assert not PublishedDocument.objects.filter(page_id=russian.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_the_admin_says_why_a_translation_did_not_go_live(admin_client):
    item = ItemFactory(published=True)
    translation = translate(item, "en", "English")
    translation.save_target(publish=False)
    english = ItemPage.objects.get(translation_key=item.translation_key, locale__language_code="en")
    StringTranslation.objects.filter(locale=english.locale, context__path="title").update(
        data="far too long " * 12
    )
    address = reverse("wagtailadmin_pages:edit", args=[english.pk])
    answer = admin_client.post(address, {"action": "publish"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert any("140" in message for message in told)
    assert not any(message.startswith("Published") for message in told)
    assert not PublishedDocument.objects.filter(page_id=english.pk).exists()


def test_a_second_page_of_one_language_is_refused_by_name() -> None:
    """However it is made: the refusal names what is wrong, and comes before the database's own."""
    first = CategoryFactory(published=True, code="theatre")
    again = CategoryPage(
        title="Encore",
        code="encore",
        slug="encore",
        locale=first.locale,
        translation_key=first.translation_key,
        live=True,
    )
    with pytest.raises(ValidationError, match=r"[Tt]ranslation key"):
        first.get_parent().add_child(instance=again)
