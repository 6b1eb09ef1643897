"""What everybody sees: pages with a published copy, and the files those copies show."""

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.core.admin_addresses import name_arguments
from cms.core.visibility import Rule, Scope, follow, register
from cms.publication.models import Dependency, FailedSchedule, PreviewToken, PublishedDocument


def published_pages() -> Q:
    return Q(Exists(PublishedDocument.objects.filter(page_id=OuterRef("pk"))))


def shown_images() -> Q:
    return _shown("image")


def shown_documents() -> Q:
    return _shown("document")


def _shown(kind: str) -> Q:
    named = Concat(Value(f"{kind}:"), Cast(OuterRef("pk"), CharField()))
    return Q(Exists(Dependency.objects.filter(on=named)))


def register_rules() -> None:
    register(Page, Rule(public=published_pages))
    register(get_image_model(), Rule(public=shown_images))
    register(get_document_model(), Rule(public=shown_documents))
    follow(PreviewToken, lambda token: token.revision.content_object)
    follow(FailedSchedule, lambda row: row.page or row.revision.content_object)
    name_arguments(
        "failed_schedule_try_again", failure_id=("publication.FailedSchedule", Scope.MINE)
    )
    name_arguments("preview_token_revoke", token_id=("publication.PreviewToken", Scope.MINE))
