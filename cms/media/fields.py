"""The form field of an image's file."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image as Bitmap
from PIL import ImageSequence
from wagtail.images.fields import WagtailImageField


class DecodedImageField(WagtailImageField):
    """Takes only files that can be shown to their last row and frame.

    Wagtail looks at a file's first bytes; one that was cut off fails when it is drawn, or at once
    with an error of the decoder's own.
    """

    def to_python(self, data: Any) -> Any:
        """Raises ValidationError, whatever is wrong with the file."""
        try:
            file = super().to_python(data)
            if file is not None:
                self._decode(file)
        except ValidationError:
            raise
        except Exception as error:  # decoders raise whatever they like
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        return file

    def _decode(self, file: Any) -> None:
        """Size and number of pixels have been looked at before."""
        file.seek(0)
        with Bitmap.open(file) as bitmap:
            for frame in ImageSequence.Iterator(bitmap):
                frame.load()
        file.seek(0)
