"""Registers the screens for institutions' records, and who may use them."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from cms.institutions.models import Institution
from cms.institutions.policies import InstitutionPolicy
from cms.institutions.viewsets import viewsets

register_permission_policy(Institution, InstitutionPolicy(Institution))
hooks.register("register_admin_viewset", viewsets)
