"""The guide as public JSON."""

from datetime import datetime
from typing import Any

from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.streams import rich_text, stream
from content_pages.builders import jsonld
from content_pages.builders.values import all_current, current, labelled, number, text
from content_pages.builders.windows import ALWAYS
from content_pages.models import GuidePage


class GuideBuilder:
    """Who has to review it is the team's business: only the date is public."""

    def window(self, page: GuidePage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: GuidePage, context: Context) -> Parts:
        card = {
            "summary": page.summary,
            "image": context.image(page.image, page.image_alt),
            "guide_kind": labelled("guide_kinds", page.guide_kind, context),
            "topic": labelled("guide_topics", page.topic, context),
            "level": labelled("guide_levels", page.level, context),
            "roles": page.roles,
            "outputs": page.outputs,
            "effort": {
                "hours": number(page.effort_hours),
                "cost_band": text(page.cost_band),
                "people": page.people_needed,
            },
        }
        detail = card | {
            "steps": stream(page.steps, {"step": _step}, context),
            "review_on": page.review_on,
            "contact": text(page.contact),
        }
        return Parts(
            card=card,
            detail=detail | {"jsonld": jsonld.guide(page, detail, context)},
            facts={
                "guide_kind": current("guide_kinds", page.guide_kind),
                "topic": current("guide_topics", page.topic),
                "level": current("guide_levels", page.level),
                "role": all_current("guide_roles", page.roles),
                "output": all_current("formats", page.outputs),
            },
        )


def _step(value: Any, context: Context) -> Json:
    example = value["example"]
    return {
        "title": value["title"],
        "text": rich_text(value["text"], context),
        "duration_minutes": value["duration_minutes"],
        "tool": text(value["tool"]),
        "template": context.document(value["template"]),
        "example": context.card(example.translation_key) if example else None,
    }
