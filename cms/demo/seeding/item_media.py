"""What is watched, heard, visited, read or played: the media of an item in one language."""

from collections.abc import Callable
from typing import Any

from cms.core.codes import code_list
from cms.demo.seeding import markup
from cms.demo.seeding.ground import Ground, Spec
from cms.demo.seeding.item_people import names
from cms.demo.seeding.pictures import Picture, paper
from cms.institutions.models import Institution

Block = tuple[str, Any]
# How the paper that comes with an item is called.
PAPER = {"fr": "Livret", "ru": "Буклет", "en": "Booklet"}
CREDITED_FROM = 3


class Media:
    """Turns the entries of the content files into blocks."""

    def __init__(
        self, ground: Ground, institution: Spec, record: Institution, item: Spec, picture: Picture
    ) -> None:
        self.ground, self.site, self.record = ground, institution["site"], record
        self.item, self.picture = item, picture
        self.spoken = item.get("spoken", institution["defaults"].get("spoken", []))
        self.provider = institution["defaults"].get("provider", "own")

    def blocks(self, locale: str) -> list[Block]:
        found = [self._block(entry, locale) for entry in self.item["media"]]
        people = names(self.item, locale)
        if len(people) >= CREDITED_FROM:
            roles = code_list("roles")
            found.append(
                (
                    "credits",
                    [{"name": one.name, "part": roles.label(one.role, locale)} for one in people],
                )
            )
        return found

    def _block(self, entry: Spec, locale: str) -> Block:
        makers: dict[str, Callable[[Spec, str], Block]] = {
            "video": self._recording,
            "audio": self._recording,
            "gallery": self._gallery,
            "quiz": self._quiz,
            "document": self._document,
            "transcript": self._transcript,
        }
        return makers.get(entry["kind"], self._address)(entry, locale)

    def _url(self, folder: str, ending: str = "") -> str:
        return f"{self.site}{folder}/{self.item['key']}{ending}"

    def _recording(self, entry: Spec, locale: str) -> Block:
        kind = entry["kind"]
        tracks = [
            {
                "kind": "captions" if language in self.spoken else "subtitles",
                "language": language,
                "url": self._url("captions", f".{language}.vtt"),
            }
            for language in entry.get("captions", [])
        ]
        return kind, {
            "provider": self.provider,
            "url": self._url("watch" if kind == "video" else "listen"),
            "title": self.item[locale]["title"],
            "duration_seconds": entry["minutes"] * 60 + len(self.item["key"]),
            "tracks": tracks,
        }

    def _gallery(self, entry: Spec, locale: str) -> Block:
        images = [
            {
                "image": self.ground.studio.image(
                    one, collection=self.record.collection, user=self.ground.author
                ),
                "alt": one.alt(locale),
                "caption": "",
            }
            for one in self.picture.gallery(entry["images"])
        ]
        return "gallery", {"title": self.item[locale]["title"], "images": images}

    def _quiz(self, entry: Spec, locale: str) -> Block:
        words = self.item[locale]
        questions = [
            {
                "text": question["q"],
                "image": {"image": None, "alt": "", "caption": ""},
                "answers": [
                    {
                        "text": answer,
                        "correct": n == question["right"],
                        "feedback": question["why"] if n == question["right"] else "",
                    }
                    for n, answer in enumerate(question["a"])
                ],
            }
            for question in words["quiz"]
        ]
        return "quiz", {"title": words["title"], "questions": questions}

    def _document(self, entry: Spec, locale: str) -> Block:
        words = self.item[locale]
        document = paper(
            f"{PAPER[locale]} – {words['title']}",
            f"{words['summary']}\n\n{words['body'].strip()}",
            collection=self.record.collection,
            user=self.ground.author,
        )
        return "document", {"document": document, "title": PAPER[locale]}

    def _transcript(self, entry: Spec, locale: str) -> Block:
        text = markup.paragraphs(self.item[locale]["transcript"])
        return "transcript", {"language": locale, "text": text}

    def _address(self, entry: Spec, locale: str) -> Block:
        kind = entry["kind"].removesuffix("_manifest")
        ending = "/manifest.json" if kind == "iiif" else ""
        return kind, {"url": self._url(kind, ending), "title": self.item[locale]["title"]}
