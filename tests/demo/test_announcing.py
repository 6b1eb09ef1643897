"""What `make demo` prints: English, whichever language the site speaks."""

from io import StringIO

from django.utils.translation import override

from cms.demo.accounts import DEMO_ACCOUNTS
from cms.demo.management.commands.demo import Command
from cms.demo.tokens import DEMO_TOKENS


def test_it_is_said_in_one_language() -> None:
    said = StringIO()
    with override("fr"):
        Command(stdout=said)._announce("http://127.0.0.1:8000")
    text = said.getvalue()
    for words in (
        "Coulisses is running",
        "Mail       ",
        "administrator: everything",
        "Administrator",
        "Moderator",
    ):
        assert words in text
    for one in DEMO_ACCOUNTS:
        with override("en"):
            assert str(one.told) in text
    assert all(one.token in text for one in DEMO_TOKENS)
    assert "Administrateur" not in text
