"""What a theme is called in each language. The theme itself is a tag: one slug for all of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ThemeName(models.Model):
    """A tag's name in one language; where there is none, the tag's own stands in."""

    tag = models.ForeignKey("taggit.Tag", on_delete=models.CASCADE, related_name="theme_names")
    language = models.CharField(_("language"), max_length=12)
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("name of a theme")
        verbose_name_plural = _("names of themes")
        constraints = [
            models.UniqueConstraint(fields=["tag", "language"], name="theme_named_once_a_language")
        ]

    def __str__(self) -> str:
        return self.name
