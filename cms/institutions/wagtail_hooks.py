"""Registers the screens for institutions' records, and who may use them."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from cms.institutions import dashboard, files, history
from cms.institutions.choosers import choosers
from cms.institutions.members import own
from cms.institutions.models import Institution
from cms.institutions.onboarding.screens import viewsets as onboarding_viewsets
from cms.institutions.policies import InstitutionPolicy
from cms.institutions.record_views import arrange_actions
from cms.institutions.viewsets import InstitutionViewSet

register_permission_policy(Institution, InstitutionPolicy(Institution))
register_snippet(InstitutionViewSet)
hooks.register("register_admin_viewset", choosers)
hooks.register("register_admin_viewset", onboarding_viewsets)
hooks.register("register_admin_urls", own.urls)
hooks.register("register_account_menu_item", own.account_menu_item)
hooks.register("construct_snippet_action_menu", arrange_actions)
hooks.register("construct_homepage_panels", dashboard.add_panels)
hooks.register("register_log_actions", history.register)
hooks.register("describe_collection_contents", files.describe_institution)
