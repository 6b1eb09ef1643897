"""Pictures made of images: found by their file, and made again when that was lost."""

from pathlib import PurePosixPath

from wagtail.images.models import Filter, SourceImageIOError

from cms.media.models import Image, Rendition

# The picture as it was handed in, with whatever its maker's camera wrote into it.
ORIGINAL = "original"


def of_file(name: str) -> Rendition | None:
    """The rendition whose file has this name in the storage, with its image and collection."""
    return Rendition.objects.filter(file=name).select_related("image__collection").first()


def of_image(image: Image, spec: str) -> Rendition | None:
    """Made on first request; None when there is no good original.

    Raises InvalidFilterSpecError.
    """
    rendition = image.get_rendition(spec)
    return rendition if rendition.pk else None


def make_again(rendition: Rendition) -> Rendition | None:
    """Its file anew from the original, where a copy of the database came without the pictures."""
    try:
        content = rendition.image.generate_rendition_file(Filter(rendition.filter_spec))
    except SourceImageIOError:
        return None
    # The row is kept: deleting it would delete, a little later, the file of the same name.
    rendition.file.save(PurePosixPath(str(content.name)).name, content)
    return rendition
