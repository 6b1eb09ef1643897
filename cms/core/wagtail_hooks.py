"""Registers branding, the dashboard's frame, who may submit, narrowed screens, background work."""

from wagtail import hooks

from cms.core import background_work, branding, dashboard, editor_scripts, permissions, submission
from cms.core.admin_screens import bulk, choosers, files, groups

hooks.register("insert_global_admin_css", branding.stylesheet)
hooks.register("register_icons", branding.icons)
hooks.register("insert_editor_js", editor_scripts.tags)
hooks.register("before_create_page", permissions.refuse_submission)
hooks.register("construct_page_action_menu", permissions.offer_submission)
hooks.register("construct_page_action_menu", submission.name_submission)

for chooser in ("page", "image", "document"):
    hooks.register(f"construct_{chooser}_chooser_queryset", choosers.only_visible)
# After Wagtail's own, which they replace.
hooks.register("construct_admin_api", files.narrow_admin_api, order=100)
for action in (*bulk.actions(), groups.AssignGroup):
    hooks.register("register_bulk_action", action, order=100)
hooks.register("register_admin_urls", background_work.urls)
hooks.register("register_reports_menu_item", background_work.menu_item)
# Around whatever anybody adds.
hooks.register("construct_homepage_panels", dashboard.isolate_panels, order=1000)
hooks.register("construct_homepage_summary_items", dashboard.isolate_summary, order=1000)
hooks.register("construct_help_menu", dashboard.advertise_nothing, order=1000)
