"""Releases that did not go live at their moment, as the report “Failed publications” tells them."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.editorial.models.releases import Release
from cms.editorial.releases import selectors
from cms.publication.admin.failed_publications import Failure, Source


def lines(pks: list[int]) -> Iterator[Failure]:
    for release in Release.objects.filter(pk__in=pks):
        again = reverse("releases:try_again", args=[release.pk])
        edit = reverse("releases:show", args=[release.pk])
        yield Failure(release, _("going live together"), release, release.title, again, edit)


SOURCE = Source(selectors.failing, lines)
