"""The content files hold together before anything is made of them."""

from collections import Counter
from typing import Any

import pytest

from cms.core.codes import code_list
from cms.demo.content import institutions, read
from cms.demo.seeding import markup

LOCALES = ("fr", "ru", "en")
ITEMS = [item for spec in institutions() for item in spec["items"]]
PUBLIC = [item for item in ITEMS if item.get("state", "published") == "published"]
KEYS = {item["key"] for item in PUBLIC}


def _written(item: dict[str, Any]) -> list[str]:
    return [locale for locale in LOCALES if locale in item]


def test_keys_are_unique() -> None:
    twice = [key for key, count in Counter(item["key"] for item in ITEMS).items() if count > 1]
    assert twice == []


def test_texts_fit_their_fields() -> None:
    for item in PUBLIC:
        for locale in _written(item):
            said = item[locale]
            assert 0 < len(said["title"]) <= 140
            assert 40 < len(said["summary"]) <= 200, (item["key"], locale)
            assert len(said.get("practical", "")) <= 255


def test_items_are_written_in_three_two_and_one_language() -> None:
    counts = Counter(len(_written(item)) for item in PUBLIC)
    share = {languages: count / len(PUBLIC) for languages, count in counts.items()}
    assert 0.3 < share[3] < 0.5
    assert 0.25 < share[2] < 0.4
    assert 0.2 < share[1] < 0.35


@pytest.mark.parametrize(
    ("field", "codes"),
    [
        ("audiences", "audiences"),
        ("accessibility", "accessibility_features"),
        ("hazards", "access_hazards"),
        ("spoken", "languages"),
        ("subtitles", "languages"),
        ("sign", "sign_languages"),
    ],
)
def test_codes_are_known(field: str, codes: str) -> None:
    used = {code for item in PUBLIC for code in item.get(field, [])}
    assert used
    assert used <= set(code_list(codes).codes)


def test_whoever_is_named_is_there() -> None:
    names = {spec["key"] for spec in institutions()}
    categories = read("categories.toml")["categories"]
    codes = {category["code"] for category in categories}
    themes = set(read("themes.toml"))
    for item in PUBLIC:
        assert {item["category"], *item.get("more_categories", [])} <= codes, item["key"]
        assert set(item["themes"]) <= themes, item["key"]
        assert set(item.get("partners", [])) <= names, item["key"]
    picked = {key for category in categories for key in category["picks"]}
    for programme in read("programmes.toml")["programmes"]:
        assert set(programme["partners"]) <= names
        picked |= {entry[0] for part in programme["sections"] for entry in part["entries"]}
    picked |= {key for news in read("news.toml")["news"] for key in news["related"]}
    assert picked <= KEYS


def test_markup_becomes_blocks() -> None:
    text = (
        "One\nline.\n\n## Head\nText.\n\n> Word — Her\n\n"
        "1. Fold: twice.\n2. Sew, then knot.\n\n- a\n- b"
    )
    assert markup.blocks(text) == [
        ("paragraph", "<p>One line.</p>"),
        ("heading", {"text": "Head", "level": "2"}),
        ("paragraph", "<p>Text.</p>"),
        ("quote", {"text": "Word", "author": "Her"}),
        (
            "steps",
            [
                {"title": "Fold", "text": "<p>Twice.</p>"},
                {"title": "Sew", "text": "<p>Then knot.</p>"},
            ],
        ),
        ("paragraph", "<ul><li>a</li><li>b</li></ul>"),
    ]


def test_steps_of_one_sentence_keep_it_whole() -> None:
    ((_kind, steps),) = markup.blocks("1. Le thème")
    assert steps == [{"title": "Le thème", "text": "<p>Le thème</p>"}]
