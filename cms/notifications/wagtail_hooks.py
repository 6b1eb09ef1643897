"""Registers the report of failed mail, the texts of mail, and the choice of it in one's account."""

from wagtail import hooks

from cms.notifications.admin import account, failed_mail, mail_texts

hooks.register("register_admin_urls", failed_mail.urls)
hooks.register("register_admin_urls", mail_texts.urls)
hooks.register("register_reports_menu_item", failed_mail.menu_item)
hooks.register("register_settings_menu_item", mail_texts.menu_item)
hooks.register("register_permissions", failed_mail.permissions)
hooks.register("register_account_settings_panel", account.MailPanel)
