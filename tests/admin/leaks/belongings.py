"""What an institution has, row by row: it must be the same after others have tried their hand."""

from typing import Any

from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    Comment,
    Page,
    PageViewRestriction,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail_localize.models import SegmentOverride, StringTranslation, Translation

from cms.accounts.models import ApiToken, User
from cms.editorial.models import Release, ReleaseMember
from cms.institutions.models import Institution, Membership
from cms.media.models import Document, Image
from cms.notifications.models import Message
from cms.publication.models import FailedSchedule, PreviewToken, PublishedDocument
from content_pages.models import InstitutionPage, ItemPage
from tests.admin.leaks.world import House


def belongings(house: House) -> dict[str, list[Any]]:
    """Name of the model → its rows of this house, every column."""
    below = {"path__startswith": house.page.path}
    keys = [str(pk) for pk in Page.objects.filter(**below).values_list("pk", flat=True)]
    people = [one.pk for one in house.members.values()]
    collection, record = house.record.collection_id, house.record.pk
    rows = (
        Page.objects.filter(**below),
        ItemPage.objects.filter(**below),
        InstitutionPage.objects.filter(**below),
        PublishedDocument.objects.filter(page_id__in=keys),
        PageViewRestriction.objects.filter(page__in=keys),
        Image.objects.filter(collection=collection),
        Document.objects.filter(collection=collection),
        Collection.objects.filter(pk=collection),
        Institution.objects.filter(pk=record),
        Membership.objects.filter(institution=record),
        User.objects.filter(pk__in=people),
        ApiToken.objects.filter(user__in=people),
        Message.objects.filter(user__in=people),
        PreviewToken.objects.filter(created_by__in=people),
        FailedSchedule.objects.filter(revision__object_id__in=keys),
        Release.objects.filter(members__page__in=keys),
        ReleaseMember.objects.filter(page__in=keys),
        Revision.objects.filter(object_id__in=keys),
        WorkflowState.objects.filter(object_id__in=keys),
        TaskState.objects.filter(workflow_state__object_id__in=keys),
        Comment.objects.filter(page__in=keys),
        EditingSession.objects.filter(user__in=people),
        UploadedFile.objects.filter(uploaded_by_user__in=people),
        Redirect.objects.filter(redirect_page__in=keys),
        Translation.objects.filter(pk=house.more.translation),
        SegmentOverride.objects.filter(context__overridablesegment=house.more.overridable_segment),
        StringTranslation.objects.filter(translation_of=house.more.string_segment),
    )
    return {one.model._meta.label: list(one.order_by("pk").values_list()) for one in rows}
