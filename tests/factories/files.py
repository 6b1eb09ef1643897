"""Images and documents, ready to be shown in public."""

import factory
from factory.django import DjangoModelFactory, FileField, ImageField
from wagtail.models import Collection

from cms.media.models import Document, Image
from tests.factories.tree import lay_ground


def _root_collection() -> Collection:
    lay_ground()
    return Collection.get_first_root_node()


class ImageFactory(DjangoModelFactory):
    """`uncredited=True`: nobody said who made it, on what terms, and what it shows."""

    class Meta:
        model = Image

    class Params:
        uncredited = factory.Trait(description="", credit="", licence="")

    title = factory.Sequence(lambda n: f"Image {n}")
    description = "Une lanterne rouge devant un rideau"
    credit = "Photo : Anne Morel"
    licence = "cc_by"
    file = ImageField(width=1200, height=675, format="PNG", color="teal")
    collection = factory.LazyFunction(_root_collection)


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = Document

    title = factory.Sequence(lambda n: f"Document {n}")
    credit = "Médiathèque des Tanneurs"
    licence = "etalab_2"
    file = FileField(filename="notes.txt", data=b"Deux pages de notes.\n")
    file_size = 21
    collection = factory.LazyFunction(_root_collection)
