"""Pictures made of images: found by their file, and made again when that was lost."""

from contextlib import suppress
from pathlib import PurePosixPath

from django.core.files import File
from wagtail.images.models import Filter, SourceImageIOError

from cms.core.database import if_idle
from cms.media.models import Image, Rendition

# The picture as it was handed in, with whatever its maker's camera wrote into it.
ORIGINAL = "original"


def of_file(name: str) -> Rendition | None:
    """The rendition whose file has this name in the storage, with its image and collection."""
    return Rendition.objects.filter(file=name).select_related("image__collection").first()


def of_image(image: Image, spec: str) -> Rendition | File | None:
    """Made on first request; None when there is no good original.

    Who looks at a picture waits for nobody who writes: while the database is busy the picture is
    made for this request alone, a file in memory. Raises InvalidFilterSpecError.
    """
    wanted = image.clean_filter_for_svg(Filter(spec))
    with suppress(Rendition.DoesNotExist):
        return _remembered(image.find_existing_rendition(wanted), wanted)
    try:
        content = image.generate_rendition_file(wanted)
    except SourceImageIOError:
        return None
    recorded = if_idle(
        lambda: image.renditions.get_or_create(
            filter_spec=wanted.spec,
            focal_point_key=wanted.get_cache_key(image),
            defaults={"file": content},
        )
    )
    if recorded is None:
        content.seek(0)
        return content
    return _remembered(recorded[0], wanted)


def _remembered(rendition: Rendition, wanted: Filter) -> Rendition:
    """Where Wagtail will look for it before it asks the database."""
    image = rendition.image
    key = Rendition.construct_cache_key(image, wanted.get_cache_key(image), wanted.spec)
    Rendition.cache_backend.set(key, rendition)
    return rendition


def make_again(rendition: Rendition) -> Rendition | None:
    """Its file anew from the original, where a copy of the database came without the pictures."""
    try:
        content = rendition.image.generate_rendition_file(Filter(rendition.filter_spec))
    except SourceImageIOError:
        return None
    # The row is kept: deleting it would delete, a little later, the file of the same name.
    lost = rendition.file.name
    rendition.file.save(PurePosixPath(str(content.name)).name, content, save=False)
    if rendition.file.name != lost:
        if_idle(rendition.save)
    return rendition
