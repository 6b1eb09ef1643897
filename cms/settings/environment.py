"""The one place that reads the environment (https://12factor.net/config)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Neither mapped nor much cached by each worker for itself: the system's page cache serves all of
# them, and measures no slower.
SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-2000;"
_ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}


def text(name: str, default: str | None = None) -> str:
    """A setting as text; without a default it must be set.

    Raises ImproperlyConfigured naming the variable.
    """
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default is not None:
            return default
        raise ImproperlyConfigured(f"Set the environment variable {name}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated setting as a list, empty entries dropped."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def pairs(name: str) -> dict[str, str]:
    """A comma-separated setting of `key=value`; raises ImproperlyConfigured naming the variable."""
    found = [word.partition("=") for word in words(name)]
    if not all(key.strip() and value.strip() for key, _, value in found):
        raise ImproperlyConfigured(f"{name} must be key=value, key=value …")
    return {key.strip(): value.strip() for key, _, value in found}


def number(name: str, default: int) -> int:
    """A whole number; raises ImproperlyConfigured naming the variable."""
    value = os.environ.get(name) or str(default)
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def flag(name: str, default: bool) -> bool:
    """A yes/no setting; raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value == "":
        return default
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def var_dir() -> Path:
    """Where the embedded default keeps its database, media and generated files."""
    return Path(os.environ.get("VAR_DIR") or BASE_DIR / "var").resolve()


def database() -> dict[str, Any]:
    """DATABASE_URL as Django's DATABASES entry.

    `sqlite:////absolute/path` or `postgres://user:password@host:port/name`; a query string adds
    libpq options. SQLite runs in WAL with immediate transactions: a writer waits for its turn
    instead of failing half-way when it upgrades a read lock.
    """
    url = text("DATABASE_URL", f"sqlite:///{var_dir() / 'db.sqlite3'}")
    parts = urlsplit(url)
    engine = _ENGINES.get(parts.scheme)
    if engine is None:
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with sqlite:// or postgres://, not {parts.scheme}://."
        )
    facts = _sqlite(parts) if parts.scheme == "sqlite" else _postgresql(parts)
    return {"ENGINE": engine, **facts}


_MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_server() -> dict[str, Any]:
    """EMAIL_URL as Django's settings: `smtp+tls://user:password@host:587`.

    `smtp+tls` begins plain and goes on encrypted (STARTTLS), `smtps` is encrypted from the first
    byte, `smtp` never. User and password are percent-encoded. Without it: EMAIL_HOST, plain.
    """
    url = text("EMAIL_URL", f"smtp://{text('EMAIL_HOST', 'localhost')}")
    parts = urlsplit(url)
    if parts.scheme not in _MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://host, smtp+tls://host or smtps://host, with user:password@"
            " and :port where they are needed."
        )
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _MAIL_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _sqlite(parts: SplitResult) -> dict[str, Any]:
    path = unquote(parts.path).removeprefix("/")
    return {
        "NAME": path if path == ":memory:" else "/" + path.lstrip("/"),
        "CONN_MAX_AGE": None,  # a file does not hang up, and opening it costs more than a read
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": number("SQLITE_BUSY_SECONDS", 30),  # a writer waits for its turn
            "init_command": SQLITE_PRAGMAS,
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": number("DATABASE_CONN_MAX_AGE", 600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            # From the first use on; the ORM, which binds in the client, prepares nothing.
            "prepare_threshold": 0 if flag("DATABASE_PREPARED_STATEMENTS", True) else None,
            **dict(parse_qsl(parts.query)),
        },
    }
