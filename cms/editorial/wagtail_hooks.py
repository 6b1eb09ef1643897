"""Registers the screens of releases."""

from wagtail import hooks

from cms.editorial.releases import listing
from cms.editorial.releases import urls as releases
from cms.editorial.releases.bulk_action import AddToRelease

hooks.register("register_admin_urls", releases.admin_urls)
hooks.register("register_admin_menu_item", listing.menu_item)
hooks.register("register_bulk_action", AddToRelease)
