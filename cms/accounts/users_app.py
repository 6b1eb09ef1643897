"""Wagtail's users and groups, with the screens of `user_screens`."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "cms.accounts.user_screens.Users"
    group_viewset = "cms.accounts.user_screens.Groups"
