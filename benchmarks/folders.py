"""Where a run keeps what it makes, and the environment its processes share."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / "var" / "bench"

SHIPPED = "benchmarks.settings.shipped"
STOCK_API = "benchmarks.settings.stock_api"
BARE_VIEW = "benchmarks.settings.bare_view"


def environment(settings: str, database_url: str, **more: str) -> dict[str, str]:
    """For a process of the run: nothing of the caller's settings reaches it."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": database_url,
        "VAR_DIR": str(HOME),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **more,
    }
