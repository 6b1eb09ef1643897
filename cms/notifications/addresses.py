"""Addresses as a mail needs them: whole."""

from django.conf import settings


def absolute(path: str) -> str:
    """An address of this server, of the admin or not, as the public reaches it."""
    return f"{settings.PUBLIC_BASE_URL}{path}"
