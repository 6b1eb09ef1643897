"""Registers the screens of moderation: desk, what goes live or down at once, releases, rules."""

from wagtail import hooks

from cms.editorial.admin import calendar, flag_rules, review_rules, spot_checks
from cms.editorial.at_once import report, screens, unpublished
from cms.editorial.desk import action_menu, dashboard, urls
from cms.editorial.oversight import audit_log
from cms.editorial.oversight import screen as figures
from cms.editorial.releases import listing
from cms.editorial.releases import urls as releases
from cms.editorial.releases.bulk_action import AddToRelease
from cms.editorial.stakeholders import screen as stakeholders
from cms.editorial.workflow.task_types import offer_ours

hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_admin_menu_item", dashboard.menu_item)
# After the rooms above have arranged theirs.
hooks.register("construct_homepage_panels", dashboard.add_panels, order=500)
hooks.register("construct_page_action_menu", action_menu.arrange, order=500)

hooks.register("register_admin_urls", screens.admin_urls)
hooks.register("register_page_header_buttons", screens.header_buttons)
hooks.register("register_admin_urls", stakeholders.admin_urls)
hooks.register("register_admin_urls", report.admin_urls)
hooks.register("register_reports_menu_item", report.menu_item)

hooks.register("before_unpublish_page", unpublished.before_unpublish_page)
hooks.register("before_bulk_action", unpublished.before_bulk_action)
hooks.register("after_unpublish_page", unpublished.after_unpublish_page)
hooks.register("after_bulk_action", unpublished.after_bulk_action)

hooks.register("register_admin_urls", releases.admin_urls)
hooks.register("register_admin_menu_item", listing.menu_item)
hooks.register("register_bulk_action", AddToRelease)

offer_ours()
hooks.register("register_admin_viewset", review_rules.ReviewRuleViewSet)
hooks.register("register_admin_viewset", flag_rules.FlagRuleViewSet)
hooks.register("register_admin_viewset", calendar.CalendarViewSetGroup)
hooks.register("register_admin_urls", spot_checks.urls)
hooks.register("register_reports_menu_item", spot_checks.menu_item)

hooks.register("register_admin_urls", figures.admin_urls)
hooks.register("register_reports_menu_item", figures.menu_item)
hooks.register("register_admin_urls", audit_log.admin_urls)
hooks.register("register_reports_menu_item", audit_log.menu_item)
