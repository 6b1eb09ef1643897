"""Our scripts of the edit forms, run by Node in as much of a browser as they use
(scripts/browser.js)."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders

NODE = shutil.which("node")
SECONDS = 30
HERE = Path(__file__).parent / "scripts"

pytestmark = pytest.mark.skipif(
    NODE is None and not os.environ.get("CI"), reason="Node is not installed"
)


def told_by(scenario: str, script: str) -> Any:
    """What a scenario prints of the script it tries."""
    assert NODE is not None
    command = [NODE, str(HERE / f"{scenario}.js"), finders.find(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_what_was_filled_in_for_an_address_goes_with_it() -> None:
    assert told_by("embed_address", "media/embed_address.js") == {
        "first": ["youtube", "Film A", "60", "https://a/"],
        "replaced": ["vimeo", "Film B", "", ""],
        # What somebody entered stays, whatever address comes.
        "entered": ["youtube", "Mine", "60", "https://a/"],
        "unknown": ["youtube", "Mine", "", ""],
        # Also where it was filled in before the form was opened.
        "reopened": ["vimeo", "Film B", "", ""],
    }


def test_of_more_pictures_than_are_answered_at_once_each_is_told() -> None:
    assert told_by("image_facts", "media/image_facts.js") == {
        "asked": [2, 2, 1],
        "shown": [1, 1, 1, 1, 1],
    }


def test_what_could_not_be_saved_is_sent_again() -> None:
    assert told_by("autosave", "core/autosave.js") == {
        "server_error": [10_000, 30_000, 70_000, 150_000],
        "network_error": [60_000, 120_000, 180_000],
        "validation_error": [],
        "after": 0,
    }


def test_who_comes_back_from_mending_a_picture_finds_a_list_that_is_true() -> None:
    """How often it was drawn again, how often the form was saved, and what was drawn."""
    assert told_by("checklist", "content_pages/checklist.js") == {
        "saved": [1, 0, "<p>true</p>"],
        "unsaved": [0, 1, ""],
        "refused": [0, 1, ""],
        "nothing_of_pictures": [0, 0, ""],
    }


def test_everything_asked_of_a_field_stands_beside_it_and_is_heard_there() -> None:
    """Of rows above the button that adds one, never in it: its name would be the reason."""
    assert told_by("review", "content_pages/review.js") == {
        "field": [["asked-note-image", ["Image missing", "Image quality"]]],
        "described": "help asked-note-image",
        "rows": [["asked-note-occurrences", ["Date missing"]]],
        "button": [0, "asked-note-occurrences"],
    }
