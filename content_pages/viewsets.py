"""The admin's listings: one per type of page people look for."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import Page

from cms.core.admin_screens.editing import DecidingView, GatedCreateView, GatedEditView
from cms.core.admin_screens.parents import ChooseParent
from cms.core.admin_screens.people import ExplorerFilters
from cms.core.admin_screens.privacy import SetPrivacy
from cms.publication.documents.kinds import KINDS
from content_pages import listing_columns as columns
from content_pages import listing_filters as filters
from content_pages.listing import QuickExplorer, QuickListing
from content_pages.models import GuidePage, InstitutionPage, ItemPage, NewsPage, ProgrammePage


class Listing(PageListingViewSet):
    index_view_class = QuickListing
    choose_parent_view_class = ChooseParent
    add_to_admin_menu = True
    list_per_page = 50


class ItemViewSet(Listing):
    name = "items"
    model = ItemPage
    icon = "item"
    menu_label = KINDS["item"].label
    menu_order = 110
    filterset_class = filters.ItemFilterSet
    columns = [
        columns.BULK,
        columns.THUMBNAIL,
        columns.TITLE,
        columns.INSTITUTION,
        columns.CATEGORY,
        columns.FORMAT,
        columns.STATE,
        columns.LANGUAGE,
        columns.QUALITY,
        columns.UPDATED,
    ]


class InstitutionPageViewSet(Listing):
    name = "institution_pages"
    model = InstitutionPage
    icon = "institution"
    menu_label = KINDS["institution"].label
    menu_order = 120
    filterset_class = filters.InstitutionFilterSet
    columns = [
        columns.BULK,
        columns.THUMBNAIL,
        columns.TITLE,
        Column("kind", label=_("Kind"), accessor="institution.get_kind_display", width="12%"),
        Column("town", label=_("Town"), accessor="institution.town", width="12%"),
        columns.STATE,
        columns.LANGUAGE,
        columns.UPDATED,
    ]


class GuideViewSet(Listing):
    name = "guides"
    model = GuidePage
    icon = "guide"
    menu_label = KINDS["guide"].label
    menu_order = 130
    filterset_class = filters.GuideFilterSet
    columns = [
        columns.BULK,
        columns.THUMBNAIL,
        columns.TITLE,
        Column("topic", label=_("Topic"), accessor="get_topic_display", width="12%"),
        DateColumn("review_on", label=_("Review on"), sort_key="review_on", width="9%"),
        Column("owner", label=_("Owner"), accessor="review_owner.display_name", width="12%"),
        columns.STATE,
        columns.LANGUAGE,
        columns.UPDATED,
    ]


class ProgrammeViewSet(Listing):
    name = "programmes"
    model = ProgrammePage
    icon = "programme"
    menu_label = KINDS["programme"].label
    menu_order = 140
    filterset_class = filters.ProgrammeFilterSet
    columns = [
        columns.BULK,
        columns.THUMBNAIL,
        columns.TITLE,
        DateColumn("starts_at", label=_("From"), sort_key="starts_at", width="10%"),
        DateColumn("ends_at", label=_("Until"), sort_key="ends_at", width="10%"),
        columns.STATE,
        columns.LANGUAGE,
        columns.UPDATED,
    ]


class NewsViewSet(Listing):
    name = "news"
    model = NewsPage
    icon = "news"
    menu_label = KINDS["news"].label
    menu_order = 150
    filterset_class = filters.NewsFilterSet
    columns = [
        columns.BULK,
        columns.THUMBNAIL,
        columns.TITLE,
        Column("date", label=_("Date"), sort_key="date", width="10%"),
        columns.STATE,
        columns.LANGUAGE,
        columns.UPDATED,
    ]


class ExplorerViewSet(PageViewSet):
    """The explorer of every type of page that has none of its own."""

    model = Page
    index_view_class = QuickExplorer
    filterset_class = ExplorerFilters
    set_privacy_view_class = SetPrivacy
    add_view_class = GatedCreateView
    edit_view_class = GatedEditView
    workflow_action_view_class = DecidingView


LISTINGS = [ItemViewSet, InstitutionPageViewSet, GuideViewSet, ProgrammeViewSet, NewsViewSet]
EXPLORER = ExplorerViewSet()


def listings() -> list[PageListingViewSet]:
    return [viewset() for viewset in LISTINGS]


def explorer() -> ExplorerViewSet:
    return EXPLORER
