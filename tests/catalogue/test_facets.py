"""Counts per value, labels included."""

from typing import Any
from uuid import UUID

from cms.catalogue.catalogue import forget, vocabulary
from cms.catalogue.filters import facets_of
from cms.catalogue.query import list_parameters
from cms.publication.documents.kinds import LISTED
from cms.publication.models import PublishedDocument
from tests.catalogue.documents import ask, publish, withdraw


def counted(parameters: str, **kwargs: Any) -> dict[str, dict[str, int]]:
    facets = ask(parameters, **kwargs).facets
    assert facets is not None
    return {
        name: {bucket["code"]: bucket["count"] for bucket in buckets}
        for name, buckets in facets.items()
    }


def labels(parameters: str, **kwargs: Any) -> dict[str, str]:
    facets = ask(parameters, **kwargs).facets
    assert facets is not None
    return {bucket["code"]: bucket["label"] for buckets in facets.values() for bucket in buckets}


def test_a_facet_is_counted_under_the_other_filters() -> None:
    publish(format="concert", audience=["families"], free=True)
    publish(format="concert", audience=["seniors"], free=False)
    publish(format="film", audience=["families", "seniors"], free=True)
    assert counted("format=concert&facets=format,audience,free") == {
        "format": {"concert": 2, "film": 1},
        "audience": {"families": 1, "seniors": 1},
        "free": {"true": 1, "false": 1},
    }
    assert counted("format=concert&audience=families&facets=format,audience") == {
        "format": {"concert": 1, "film": 1},
        "audience": {"families": 1, "seniors": 1},
    }


def test_themes_are_labelled_in_the_readers_language() -> None:
    names = [["", "mer"], ["ru", "море"]]
    item = publish(theme=["sea"], theme_labels=[names])
    assert labels("facets=theme", locale="fr") == {"sea": "mer"}
    assert labels("facets=theme", locale="ru") == {"sea": "море"}
    assert labels("facets=theme", locale="en") == {"sea": "mer"}
    publish(key=item.key, theme=["sea"], theme_labels=[[*names, ["en", "Sea"]]])
    assert labels("facets=theme", locale="en") == {"sea": "Sea"}


def test_facets_count_a_key_once_whatever_its_translations() -> None:
    first = publish(format="film", theme=["night"])
    publish(key=first.key, locale="en", format="film", theme=["night"])
    assert counted("facets=format,theme", locale="ru") == {
        "format": {"film": 1},
        "theme": {"night": 1},
    }


def test_counts_follow_changes() -> None:
    publish(format="film")
    assert counted("facets=format") == {"format": {"film": 1}}
    publish(format="film")
    assert counted("facets=format") == {"format": {"film": 2}}


def test_labels_are_in_the_asked_locale_or_along_its_chain() -> None:
    category = publish("category", code="theatre", title="Théâtre")
    publish("category", key=category.key, locale="ru", code="theatre", title="Театр")
    house = publish("institution", title="Maison", slug="maison")
    publish(category=["theatre"], format="recording", institution=str(house.key), free=True)
    facets = ask("facets=category&facets=format,institution,free", locale="ru").facets
    assert facets == {
        "category": [{"code": "theatre", "label": "Театр", "count": 1}],
        "format": [{"code": "recording", "label": "Запись", "count": 1}],
        "institution": [{"code": str(house.key), "label": "Maison", "count": 1}],
        "free": [{"code": "true", "label": facets["free"][0]["label"], "count": 1}],
    }
    english = ask("facets=category,free", locale="en").facets
    assert english is not None
    assert english["category"][0]["label"] == "Théâtre"
    assert english["free"][0]["label"] == "Free of charge"


def test_the_most_frequent_comes_first() -> None:
    for code in ("film", "film", "concert", "game"):
        publish(format=code)
    facets = ask("facets=format", locale="en").facets
    assert facets is not None
    assert [bucket["code"] for bucket in facets["format"]] == ["film", "concert", "game"]


def test_a_large_facet_shows_its_hundred_largest() -> None:
    for number in range(120):
        publish(theme=[f"theme-{number}", "common"])
    themes = counted("facets=theme")["theme"]
    assert len(themes) == 100
    assert next(iter(themes.items())) == ("common", 120)


def test_of_equal_values_the_same_are_shown_however_they_came() -> None:
    """In whichever order a process met the words; what has no value takes no place."""
    numbers = range(120)
    publish(theme=[])
    for number in numbers:
        publish(theme=[f"theme-{number:03}"], institution=str(UUID(int=number)))
    publish(institution=None)
    shown = counted("facets=theme,institution")
    assert list(shown["theme"]) == [f"theme-{number:03}" for number in range(100)]
    assert len(shown["institution"]) == 100
    for document in PublishedDocument.objects.order_by("-pk")[:60]:
        values = {**document.facts}
        withdraw(document)
        publish(**values)
    forget()
    assert counted("facets=theme,institution") == shown


def test_every_filter_describes_itself() -> None:
    for kind in LISTED:
        described = {one.name: one for one in list_parameters(kind)}
        assert {"published_since", "updated_since"} <= described.keys()
        assert set(facets_of(kind)) <= described.keys()
        assert all(one.description and one.schema for one in described.values())
    formats = next(one for one in list_parameters("item") if one.name == "format")
    assert "recording" in formats.schema["enum"]
    assert formats.several


def test_the_vocabulary_of_a_filter_in_any_language() -> None:
    category = publish("category", code="theatre", title="Théâtre")
    publish("category", key=category.key, locale="ru", code="theatre", title="Театр")
    assert vocabulary("category", "ru") == [{"code": "theatre", "label": "Театр"}]
    assert {"code": "captions", "label": "Captions"} in (vocabulary("accessibility", "en") or [])
    assert vocabulary("theme", "fr") is None
