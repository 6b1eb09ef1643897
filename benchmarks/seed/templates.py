"""Items with everything an editor would fill in; their copies are built by the real builders."""

from datetime import timedelta
from random import Random
from typing import Any

from django.db.models import Model
from taggit.models import Tag

from benchmarks.seed import words
from benchmarks.seed.ground import Ground, add_children
from benchmarks.seed.plan import IMAGES, LEAVES, NEWEST, Plan, item_key, published_at, token
from cms.core.codes import code_list
from content_pages.models import (
    AccessibilityFeature,
    Contribution,
    ItemPage,
    ItemTheme,
    Occurrence,
)


def lay(ground: Ground, plan: Plan) -> list[int]:
    """A template item per institution and locale; returns their page ids."""
    laid: list[tuple[int, str, ItemPage]] = []
    for number in range(plan.templates):
        for code in words.LOCALES:
            page = _page(ground, number, code)
            add_children(ground.institutions[code][number], [page], ground.locales[code])
            laid.append((number, code, page))
    _add_rows(laid, ground.themes)
    return [page.pk for _, _, page in laid]


def _page(ground: Ground, number: int, code: str) -> ItemPage:
    facts, texts = _facts(ground, number, code), Random(f"texts {number} {code}")
    body = [
        ("heading", {"text": words.sentence(code, texts)[:100], "level": "2"}),
        ("paragraph", words.paragraph(code, texts, 5)),
        ("quote", {"text": words.sentence(code, texts), "author": "Anne Morel"}),
        ("paragraph", words.paragraph(code, texts, 3)),
    ]
    media = {
        "provider": "peertube",
        "url": f"https://video.example.org/w/{number}",
        "title": words.sentence(code, texts)[:100],
        "duration_seconds": 60 * (number % 90 + 5),
        "tracks": [],
    }
    return ItemPage(
        title=words.title(code, texts, token(number)),
        slug=words.slug(code, token(number)),
        translation_key=item_key(number),
        first_published_at=published_at(number),
        summary=words.summary(code, texts),
        body=body,
        media=[("video", media)],
        image_alt=words.sentence(code, texts)[:120],
        practical_notes=words.sentence(code, texts)[:120],
        **facts,
    )


def _facts(ground: Ground, number: int, code: str) -> dict[str, Any]:
    """The same in every language."""
    rng = Random(f"facts {number}")
    free = rng.random() < 0.7
    return {
        "category": ground.categories[code][LEAVES[number % len(LEAVES)]],
        "format": rng.choice(code_list("formats").codes[:30]),
        "image": ground.images[number % IMAGES],
        "access_mode": "free" if free else rng.choice(["registration", "paid", "subscription"]),
        "access_url": f"https://example.org/watch/{number}",
        "price_min": None if free else rng.randrange(2, 20),
        "duration_minutes": rng.randrange(3, 180),
        "attendance": rng.choice(["online", "online", "mixed"]),
        "place": "Grande salle, Nantes",
        "age_scheme": "ru",
        "age_rating": rng.choice(["0+", "6+", "12+", "16+"]),
        "target_age_from": rng.choice([None, 3, 6, 10]),
        "audiences": rng.sample(code_list("audiences").codes, rng.randrange(1, 4)),
        "level": rng.choice(["", "beginner", "any"]),
        "spoken_languages": [rng.choice(["fr", "ru", "en"])],
        "subtitle_languages": rng.sample(["fr", "ru", "en", "de"], rng.randrange(0, 3)),
        "rights_holder": "Opéra de l'Écluse",
        "licence": "cc_by",
        "credit_line": "© Opéra de l'Écluse",
        "embed_allowed": True,
    }


def _add_rows(laid: list[tuple[int, str, ItemPage]], themes: list[Tag]) -> None:
    """Themes, people, accessibility, and a showing for one item in five."""
    rows: dict[type[Model], list[Any]] = {
        model: [] for model in (ItemTheme, Contribution, AccessibilityFeature, Occurrence)
    }
    features = code_list("accessibility_features").codes
    for number, _code, page in laid:
        rng = Random(f"rows {number}")
        rows[ItemTheme] += [
            ItemTheme(content_object=page, tag=tag) for tag in rng.sample(themes, 2)
        ]
        rows[Contribution].append(
            Contribution(page=page, name="Anne Morel", role="director", sort_order=0)
        )
        rows[AccessibilityFeature] += [
            AccessibilityFeature(page=page, feature=feature, sort_order=order)
            for order, feature in enumerate(rng.sample(features, rng.randrange(0, 3)))
        ]
        if number % 5 == 0:
            starts_at = NEWEST + timedelta(days=3650 + number % 300)
            rows[Occurrence].append(
                Occurrence(page=page, starts_at=starts_at, ends_at=starts_at + timedelta(hours=2))
            )
    for model, made in rows.items():
        model._default_manager.bulk_create(made, batch_size=500)
