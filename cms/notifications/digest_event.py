"""The one kind of mail of this room: what somebody chose to be told once a day."""

from django.utils.translation import gettext_lazy as _

from cms.notifications.events import Event, Variable

DIGEST = Event(
    code="digest",
    label=_("Daily digest"),
    subject=_("{{ site }}: what happened, {{ day }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "this is what you chose to be told once a day.\n\n"
        "{% for entry in entries %}"
        "— {{ entry.subject }}\n\n{{ entry.text }}\n\n"
        "{% endfor %}"
    ),
    variables=(
        Variable("day", _("the day"), "30 November 2026"),
        Variable(
            "entries",
            _("the mails it holds: entry.subject, entry.text"),
            [{"subject": "An item was submitted", "text": "“A night at the museum” waits."}],
            needed=True,
        ),
    ),
)
