"""Registers the screens for API tokens and the chooser of people."""

from wagtail import hooks

from cms.accounts.viewsets import viewsets

hooks.register("register_admin_viewset", viewsets)
