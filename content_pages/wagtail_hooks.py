"""Registers the listings, the dashboard's panels and what the forms ask while one types."""

from wagtail import hooks

from content_pages import (
    checklist_view,
    suggestions,
    theme_admin,
    translation_drafts,
    viewsets,
)
from content_pages.dashboard.panels import add_panels
from content_pages.panels.review import keep_note

hooks.register("construct_homepage_panels", add_panels)
hooks.register("after_create_page", keep_note)
hooks.register("after_edit_page", keep_note)
hooks.register("register_admin_urls", suggestions.admin_urls)
hooks.register("register_admin_urls", checklist_view.admin_urls)
hooks.register("register_admin_viewset", viewsets.listings)
hooks.register("register_admin_viewset", theme_admin.viewsets)
# After Wagtail's own, which it replaces.
hooks.register("register_admin_viewset", viewsets.explorer, order=100)
# Before wagtail-localize's, which it answers for.
hooks.register("before_edit_page", translation_drafts.before_edit_page, order=-1)
