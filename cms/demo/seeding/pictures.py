"""Pictures and papers of the demo as files of the library.

Drawing takes most of the time, so it is done by processes of its own while pages are made.
"""

import io
import multiprocessing
import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from dataclasses import dataclass

from anyascii import anyascii
from django.core.files.base import ContentFile
from django.utils.text import slugify
from PIL import Image as Bitmap
from wagtail.models import Collection

from cms.accounts.models import User
from cms.demo.drawing import alt_text, draw
from cms.media.models import Document, Image

WIDTH = 1600
GALLERY_WIDTH = 1280
CREDIT = "Atelier Coulisses"

# What may hang beside the first picture of a gallery, by palette.
NEIGHBOURS = {
    "theatre": ("curtain", "spotlights", "plan", "horse", "lanterns", "arcs"),
    "show": ("dancers", "bigtop", "lanterns", "spotlights", "moon"),
    "museums": ("frames", "loom", "linocut", "grid", "map", "circles", "constructivist"),
    "science": ("orbit", "stars", "rocket", "moon", "circles"),
    "knowledge": ("map", "letters", "grid", "plan", "circles", "waves"),
    "literature": ("letters", "spines", "bridge", "windows", "frames", "lighthouse"),
}
ALL_ROUND = ("frames", "map", "windows", "circles", "waves")


class Studio:
    """Orders are drawn at once, elsewhere; `image` waits for its own and puts it in the library."""

    def __init__(self, workers: int | None = None) -> None:
        count = workers or min(4, os.cpu_count() or 1)
        context = multiprocessing.get_context("spawn")
        self._pool: Executor = ProcessPoolExecutor(count, mp_context=context)
        self._drawn: dict[str, Future[bytes]] = {}

    def order(self, picture: "Picture") -> None:
        """Unless the library has it."""
        if (
            picture.key not in self._drawn
            and not Image.objects.filter(title=picture.title).exists()
        ):
            self._drawn[picture.key] = self._pool.submit(
                draw, picture.key, picture.motif, picture.palette, picture.width
            )

    def image(
        self, picture: "Picture", *, collection: Collection | None = None, user: User | None = None
    ) -> Image:
        """The picture in the library; drawn and described unless it is there."""
        if known := Image.objects.filter(title=picture.title).first():
            return known
        self.order(picture)
        content = self._drawn.pop(picture.key).result()
        image = Image(
            title=picture.title,
            description=picture.alt("fr"),
            credit=CREDIT,
            licence="cc_by",
            uploaded_by_user=user,
            **({"collection": collection} if collection else {}),
        )
        image.file.save(f"{picture.key}.jpg".replace("#", "-"), ContentFile(content), save=False)
        image.width, image.height = Bitmap.open(io.BytesIO(content)).size
        image.file_size = len(content)
        image.save()
        return image

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class Picture:
    """What is to be drawn; its title in the library is how it is found again."""

    key: str
    title: str
    motif: str
    palette: str
    width: int = WIDTH

    def alt(self, locale: str) -> str:
        """What it shows, in words."""
        return alt_text(self.key, self.motif, self.palette, locale)

    def gallery(self, count: int) -> list["Picture"]:
        """The pictures of a gallery: one more of its own motif, then what goes with it."""
        around = [one for one in NEIGHBOURS.get(self.palette, ALL_ROUND) if one != self.motif]
        start = sum(map(ord, self.key)) % len(around)
        motifs = [self.motif, *around[start:], *around[:start]]
        return [
            Picture(
                f"{self.key}#{n + 1}",
                f"{self.title} ({n + 1})",
                motifs[n % len(motifs)],
                self.palette,
                GALLERY_WIDTH,
            )
            for n in range(count)
        ]


def paper(
    title: str, text: str, *, collection: Collection | None = None, user: User | None = None
) -> Document:
    """A text file in the library; made unless one of that title is there."""
    if known := Document.objects.filter(title=title).first():
        return known
    document = Document(
        title=title,
        credit=CREDIT,
        licence="cc_by",
        uploaded_by_user=user,
        **({"collection": collection} if collection else {}),
    )
    content = ContentFile(f"{title}\n\n{text}\n".encode())
    document.file.save(f"{slugify(anyascii(title))[:60]}.txt", content, save=False)
    document.file_size = content.size
    document.save()
    return document
