"""The blocks of content pages as public JSON; one that shows nothing is left out."""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page

from cms.media.providers import provider_of
from cms.publication.documents.contract import Context, Json
from cms.publication.documents.streams import Renderer, image, rich_text
from content_pages.builders.values import text


def chosen_pages(blocks: Any) -> Iterable[Page]:
    """The pages a stream of page choosers names; one that was deleted is left out."""
    return [block.value for block in blocks or () if block.value is not None]


def _paragraph(value: Any, context: Context) -> Json:
    return rich_text(value, context) or None


def _heading(value: Any, context: Context) -> Json:
    return {"text": value["text"], "level": int(value["level"] or 2)}


def _quote(value: Any, context: Context) -> Json:
    return {"text": value["text"], "author": text(value["author"])}


def _callout(value: Any, context: Context) -> Json:
    return {"title": text(value["title"]), "text": rich_text(value["text"], context)}


def _steps(value: Any, context: Context) -> Json:
    return [
        {"title": step["title"], "text": rich_text(step["text"], context)} for step in value
    ] or None


def _download(value: Any, context: Context) -> Json:
    file = context.document(value["document"])
    return file and {"document": file, "label": text(value["label"])}


def _link(value: Any, context: Context) -> Json:
    return {"label": value["label"], "url": value["url"]}


def _track(value: Any, context: Context) -> Json:
    file = context.document(value["file"])
    address = file["url"] if file else value["url"]
    return address and {"kind": value["kind"], "language": value["language"], "url": address}


def _embed(value: Any, context: Context) -> Json:
    tracks = (_track(track, context) for track in value["tracks"] or ())
    return {
        "provider": provider_of(value["url"], value["provider"]),
        "url": value["url"],
        "title": text(value["title"]),
        "duration_seconds": value["duration_seconds"],
        "thumbnail_url": text(value["thumbnail_url"]),
        "tracks": [track for track in tracks if track],
    }


def _file(value: Any, context: Context) -> Json:
    file = context.document(value["document"])
    return file and {"document": file, "title": text(value["title"])}


def _gallery(value: Any, context: Context) -> Json:
    images = [shown for one in value["images"] if (shown := image(one, context))]
    return {"title": text(value["title"]), "images": images} if images else None


def _address(value: Any, context: Context) -> Json:
    return {"url": value["url"], "title": text(value["title"])}


def _answer(value: Any) -> Json:
    return {
        "text": value["text"],
        "correct": bool(value["correct"]),
        "feedback": text(value["feedback"]),
    }


def _quiz(value: Any, context: Context) -> Json:
    questions = [
        {
            "text": question["text"],
            "image": image(question["image"], context),
            "answers": [_answer(answer) for answer in question["answers"]],
        }
        for question in value["questions"]
    ]
    return {"title": value["title"], "questions": questions}


def _transcript(value: Any, context: Context) -> Json:
    return {"language": value["language"], "text": rich_text(value["text"], context)}


def _credits(value: Any, context: Context) -> Json:
    return [{"name": credit["name"], "part": credit["part"]} for credit in value] or None


BODY: Mapping[str, Renderer] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "image": image,
    "quote": _quote,
    "callout": _callout,
    "steps": _steps,
    "download": _download,
    "link": _link,
}
MEDIA: Mapping[str, Renderer] = {
    "video": _embed,
    "audio": _embed,
    "file": _file,
    "gallery": _gallery,
    "virtual_visit": _address,
    "iiif": _address,
    "quiz": _quiz,
    "game": _address,
    "document": _file,
    "external_link": _address,
    "transcript": _transcript,
    "credits": _credits,
}
