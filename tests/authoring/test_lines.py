"""What one line of the ministry's file becomes."""

from typing import Any

import pytest

from cms.institutions.models import Institution
from cms.publication.models import PublishedDocument
from content_pages.models import CategoryPage
from tests.authoring.conftest import OFFICIAL, ImportLines, codes, item

CATEGORIES = {
    *("theatre", "music", "museums", "cinema", "literature", "show", "tours", "knowledge"),
}


def test_a_line_becomes_a_public_item_with_everything_it_says(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    page = item(line)
    assert line["outcome"] == "created"
    assert line["line"] == 2
    assert line["page"]["path"] == page.public_path
    assert page.live
    assert page.title == "Jean Ranc, un Montpelliérain à la cour des rois"
    assert page.category is not None
    assert page.category.code == "museums"
    assert page.format == "virtual_exhibition"
    assert page.access_mode == "free"
    assert page.duration_minutes == 120
    assert [block.block_type for block in page.media] == ["virtual_visit"]
    assert page.media[0].value["url"] == page.access_url == "https://museefabre.example.org/ranc"
    assert sorted(page.themes.names()) == ["Musées", "Peinture"]
    assert page.licence == ""
    assert "Licence Ouverte" in page.credit_line


def test_it_is_public_at_the_path_the_report_names(import_lines: ImportLines) -> None:
    [line] = import_lines({})
    document = PublishedDocument.objects.get(page_id=line["page"]["id"])
    assert document.path == line["page"]["path"]
    assert document.facts["category"] == ["museums"]
    assert document.facts["territory"] == "fr_76"


def test_the_body_holds_the_whole_description_escaped(import_lines: ImportLines) -> None:
    [line] = import_lines({"description": "Peintres & rois&nbsp;:<br>salle <b>3</b>\n\n1 < 2"})
    page = item(line)
    assert [block.value.source for block in page.body] == [
        "<p>Peintres &amp; rois :</p>",
        "<p>salle 3</p>",
        "<p>1 &lt; 2</p>",
    ]
    assert page.summary == "Peintres & rois : salle 3 1 < 2"


def test_a_long_description_is_cut_at_a_word_for_the_summary(import_lines: ImportLines) -> None:
    [line] = import_lines({"description": "mot " * 80})
    page = item(line)
    assert len(page.summary) <= 200
    assert page.summary.endswith("mot…")


def test_without_a_description_the_summary_says_what_is_known(import_lines: ImportLines) -> None:
    [line] = import_lines({"description": " "})
    assert item(line).summary == "Exposition virtuelle – Musée Fabre, Montpellier."
    assert codes(line["warnings"]) == {("description", "missing_description")}


def test_the_official_headers_are_the_same_file(import_lines: ImportLines) -> None:
    [line] = import_lines({}, form=OFFICIAL)
    page = item(line)
    assert page.duration_minutes == 60
    assert (page.target_age_from, page.target_age_to) == (3, 11)
    assert page.audiences == ["children"]
    assert [row.feature for row in page.accessibility_features.all()] == ["captions"]
    assert page.on_demand_until is not None
    assert page.on_demand_until.isoformat() == "2030-12-31T22:59:59+00:00"
    record = Institution.objects.get()
    assert (record.ownership, record.latitude) == ("private", 43.611213)


def test_missing_categories_are_made_and_existing_ones_used(import_lines: ImportLines) -> None:
    import_lines({})
    made = CategoryPage.objects.filter(locale__language_code="fr", live=True)
    assert set(made.values_list("code", flat=True)) == CATEGORIES
    import_lines({}, {"titre": "Autre chose"})
    assert made.count() == len(CATEGORIES)


@pytest.mark.parametrize(
    ("said", "category", "format_code"),
    [
        ({"activite": "Livres", "type_ressource": "LIVRES NUMÉRIQUES"}, "literature", "ebook"),
        (
            {
                "activite": "Concerts, spectacles",
                "type_ressource": "VIDÉO|FLUX EN DIRECT|PROGRAMMES EN DIFFÉRÉ",
                "thematiques": "THÉÂTRE|SPECTACLES",
            },
            "theatre",
            "recording",
        ),
        (
            {
                "activite": "Concerts, spectacles",
                "type_ressource": "VIDÉO|FLUX EN DIRECT|PROGRAMMES EN DIFFÉRÉ",
                "thematiques": "MUSIQUE|CONCERTS ET OPÉRAS",
            },
            "music",
            "recording",
        ),
        (
            {"activite": "Jeux", "type_ressource": "JEUX", "thematiques": "", "public": "Enfants"},
            "knowledge",
            "kids_game",
        ),
        (
            {
                "activite": "Audios",
                "type_ressource": "AUDIO|RADIO|PODCASTS",
                "thematiques": "HISTOIRE",
            },
            "knowledge",
            "podcast_episode",
        ),
        (
            {"activite": "Approfondir ses connaissances", "type_ressource": "", "thematiques": ""},
            "knowledge",
            "article",
        ),
        (
            {"titre": "Visite virtuelle du château", "thematiques": "MONUMENTS HISTORIQUES"},
            "tours",
            "virtual_visit",
        ),
    ],
)
def test_category_and_format_follow_the_words_of_the_source(
    import_lines: ImportLines, said: dict[str, str], category: str, format_code: str
) -> None:
    [line] = import_lines(said)
    page = item(line)
    assert page.category is not None
    assert (page.category.code, page.format) == (category, format_code)


def test_themes_name_more_categories(import_lines: ImportLines) -> None:
    [line] = import_lines({"thematiques": "MUSÉES|CINÉMA|DANSE"})
    assert {page.code for page in item(line).more_categories.all()} == {"cinema", "show"}


@pytest.mark.parametrize(
    ("cell", "themes"),
    [
        (
            "ART URBAIN (GRAPH|HIP HOP|STREET ART…)|MODE",
            ["Art urbain (graff, hip-hop, street art…)", "Mode"],
        ),
        (
            "MUSÉES|LITTÉRATURE|SCIENCES HUMAINES|LANGUES",
            ["Littérature, sciences humaines, langues", "Musées"],
        ),
        ("Arts décoratifs, design, métiers d'art", ["Arts décoratifs, design, métiers d’art"]),
    ],
)
def test_lists_that_were_split_are_put_together_again(
    import_lines: ImportLines, cell: str, themes: list[str]
) -> None:
    [line] = import_lines({"thematiques": cell})
    assert sorted(item(line).themes.names()) == themes
    assert line["warnings"] == []


def test_a_theme_nobody_knows_is_kept_and_told(import_lines: ImportLines) -> None:
    [line] = import_lines({"thematiques": "MUSÉES|cuisine (pains|brioches)"})
    assert sorted(item(line).themes.names()) == ["Cuisine (pains, brioches)", "Musées"]
    assert codes(line["warnings"]) == {("themes", "unknown_value")}


@pytest.mark.parametrize(
    ("said", "minutes", "warned"),
    [
        (
            {
                "duree_min": "",
                "duree_txt": "Le temps de manger un sandwich pendant une pause déjeuner",
            },
            10,
            set(),
        ),
        ({"duree_min": "", "duree_txt": "Le temps d'un week-end"}, 2880, set()),
        ({"duree_min": "45", "duree_txt": "Le temps d’une soirée"}, 45, set()),
        ({"duree_min": "", "duree_txt": "Longtemps"}, None, {("duration", "unknown_value")}),
        ({"duree_min": "", "duree_txt": ""}, None, {("duration", "missing")}),
    ],
)
def test_durations_come_from_the_number_or_the_phrase(
    import_lines: ImportLines, said: dict[str, str], minutes: int | None, warned: set[Any]
) -> None:
    [line] = import_lines(said)
    assert item(line).duration_minutes == minutes
    assert codes(line["warnings"]) == warned


def test_school_levels_become_ages_and_stray_numbers_are_told(import_lines: ImportLines) -> None:
    [line] = import_lines({"niveau_enfant": "107|Primaire|Collège|Lycée", "public": "Enfants"})
    page = item(line)
    assert (page.target_age_from, page.target_age_to) == (6, 18)
    assert page.audiences == ["children", "teens"]
    assert codes(line["warnings"]) == {("school_levels", "unknown_value")}


def test_a_list_of_nothing_says_nothing(import_lines: ImportLines) -> None:
    [line] = import_lines({"niveau_enfant": "|||"})
    assert item(line).target_age_from is None
    assert line["warnings"] == []


def test_adaptations_become_features_and_audiences(import_lines: ImportLines) -> None:
    [line] = import_lines(
        {
            "handicap_adapt": "SOUS-TITRAGE|SOUS-TITRAGE (ST)|LANGUE DES SIGNES FRANÇAISE (LSF)"
            "|FACILE À LIRE ET À COMPRENDRE (FALC)|JEU UTILISANT DU HTML",
            "autre_precise": "pistes audio",
        }
    )
    page = item(line)
    features = [row.feature for row in page.accessibility_features.all()]
    assert features == ["captions", "sign_language", "easy_to_read"]
    assert all(row.verified_on is None for row in page.accessibility_features.all())
    assert page.audiences == ["deaf_hard_of_hearing", "intellectual"]
    assert page.sign_languages == ["lsf"]
    assert page.accessibility_note == "Jeu utilisant du HTML. pistes audio"


@pytest.mark.parametrize(
    ("url", "block", "provider"),
    [
        ("https://www.youtube.com/watch?v=abc", "video", "youtube"),
        ("https://youtu.be/abcdefgh", "video", "youtube"),
        ("https://soundcloud.com/opera/ouverture", "audio", "soundcloud"),
        ("https://www.youtube.com/user/Inahistoire", "external_link", None),
    ],
)
def test_an_embed_is_shown_as_one_and_a_channel_is_linked(
    import_lines: ImportLines, url: str, block: str, provider: str | None
) -> None:
    [line] = import_lines(
        {"url": url, "type_ressource": "AUDIO|RADIO|PODCASTS", "activite": "Audios"}
    )
    medium = item(line).media[0]
    assert (medium.block_type, medium.value.get("provider")) == (block, provider)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"titre": " "}, "title", "required"),
        ({"url": ""}, "url", "required"),
        ({"url": "https://pas une adresse"}, "url", "invalid"),
        ({"url": "ftp://example.org/film"}, "url", "invalid"),
        ({"org_nom": "–"}, "institution", "required"),
        ({"id": " "}, "id", "required"),
    ],
)
def test_a_line_that_cannot_be_public_says_why_and_leaves_nothing(
    import_lines: ImportLines, said: dict[str, str], field: str, code: str
) -> None:
    line, other = import_lines(said, {"org_nom": "Louvre-Lens", "commune": "Lens"})
    assert line["outcome"] == "rejected"
    assert line["page"] is None
    assert (field, code) in codes(line["errors"])
    assert other["outcome"] == "created"
    assert [record.legal_name for record in Institution.objects.all()] == ["Louvre-Lens"]


def test_an_address_without_its_scheme_is_mended(import_lines: ImportLines) -> None:
    [line] = import_lines({"url": "museefabre.example.org/ranc https://autre.example.org"})
    assert item(line).access_url == "https://museefabre.example.org/ranc"
    assert codes(line["warnings"]) == {("url", "repaired"), ("url", "several")}


def test_limited_access_without_a_date_is_told(import_lines: ImportLines) -> None:
    [line] = import_lines({"perennite": "Accès gratuit exceptionnel et limité dans le temps"})
    assert item(line).access_mode == "free"
    assert codes(line["warnings"]) == {("available_until", "missing")}


def test_equal_titles_in_one_institution_have_addresses_of_their_own(
    import_lines: ImportLines,
) -> None:
    first, second = import_lines({"titre": "Archives en ligne"}, {"titre": "Archives en ligne"})
    assert first["page"]["path"].endswith("/archives-en-ligne/")
    assert second["page"]["path"].endswith("/archives-en-ligne-2/")
