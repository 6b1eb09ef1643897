"""What the demo says, as files a person can edit."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def read(name: str) -> dict[str, Any]:
    """One file of this folder; raises FileNotFoundError and tomllib.TOMLDecodeError."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def institutions() -> list[dict[str, Any]]:
    """Every institution with its items, in the order of their file names."""
    return [
        read(f"institutions/{path.name}") for path in sorted(FOLDER.glob("institutions/*.toml"))
    ]
