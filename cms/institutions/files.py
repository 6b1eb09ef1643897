"""An institution's collection is in use, even while it is empty."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Collection

from cms.institutions.models import Institution


def describe_institution(collection: Collection) -> dict[str, Any] | None:
    """For Wagtail's question before it deletes a collection: whose it is."""
    institution = Institution.objects.filter(collection=collection).first()
    if institution is None:
        return None
    return {
        "count": 1,
        "count_text": _("the institution %(name)s") % {"name": institution},
        "url": reverse("institution_records:edit", args=[institution.pk]),
    }
