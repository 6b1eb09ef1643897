"""The kinds of mail of this room, with their default wording."""

from django.utils.translation import gettext_lazy as _

from cms.notifications.events import Event, Variable, register

TITLE = Variable("title", _("title of the page"), "A night at the museum")
LINK = Variable(
    "link",
    _("where it is opened"),
    "https://portal.example.org/admin/pages/12/edit/",
    needed=True,
)
INSTITUTION = Variable("institution", _("name of the institution"), "Musée de l’Écluse")
PERSON = Variable("person", _("who did it"), "Irina")
TEXT = Variable("text", _("what they say"), "The image is too small.")
DUE = Variable("due", _("when it is due"), "3 December 2026, 10:00")
REASONS = Variable(
    "reasons",
    _("the reasons: reason.label, reason.field, reason.text"),
    [{"label": "Image missing", "field": "Image", "text": "Show the hall, please."}],
)

SUBMITTED = Event(
    code="submitted",
    label=_("Something was submitted for review"),
    subject=_("To review: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "{{ person }} submitted “{{ title }}”{% if institution %} of {{ institution }}{% endif %}."
        " It is due on {{ due }}.\n\n{{ link }}\n"
    ),
    variables=(TITLE, INSTITUTION, PERSON, DUE, LINK),
    repeatable=True,
)
ASSIGNED = Event(
    code="assigned",
    label=_("A review was assigned to me"),
    subject=_("Yours to review: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "{{ person }} asks you to review “{{ title }}”. It is due on {{ due }}.\n\n{{ link }}\n"
    ),
    variables=(TITLE, PERSON, DUE, LINK),
    repeatable=True,
)
RETURNED = Event(
    code="review_returned",
    label=_("A later review returned something to mine"),
    subject=_("To review again: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "{{ person }} asks the reviewers to look at “{{ title }}” again.\n\n"
        "{% if text %}{{ text }}\n\n{% endif %}"
        "{% for reason in reasons %}"
        "— {{ reason.label }}{% if reason.field %} ({{ reason.field }}){% endif %}"
        "{% if reason.text %}: {{ reason.text }}{% endif %}\n"
        "{% endfor %}\n{{ link }}\n"
    ),
    variables=(TITLE, PERSON, TEXT, REASONS, LINK),
    repeatable=True,
)
CHANGES_REQUESTED = Event(
    code="changes_requested",
    label=_("Changes are requested"),
    subject=_("To change: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "{{ person }} asks for changes of “{{ title }}” before it is public.\n\n"
        "{% if text %}{{ text }}\n\n{% endif %}"
        "{% for reason in reasons %}"
        "— {{ reason.label }}{% if reason.field %} ({{ reason.field }}){% endif %}"
        "{% if reason.text %}: {{ reason.text }}{% endif %}\n"
        "{% endfor %}\n{{ link }}\n"
    ),
    variables=(TITLE, PERSON, TEXT, REASONS, LINK),
    repeatable=True,
)
COMMENTED = Event(
    code="commented",
    label=_("Somebody comments on what is in review"),
    subject=_("Said of “{{ title }}”"),
    body=_(
        "Hello {{ name }},\n\n{{ person }} says of “{{ title }}”:\n\n{{ text }}\n\n{{ link }}\n"
    ),
    variables=(TITLE, PERSON, TEXT, LINK),
    repeatable=True,
)
APPROVED = Event(
    code="approved",
    label=_("What I submitted is approved"),
    subject=_("Approved: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” is approved"
        "{% if live %} and public{% else %} and goes live at its time{% endif %}."
        "{% if text %}\n\n{{ text }}{% endif %}\n\n{{ link }}\n"
    ),
    variables=(TITLE, TEXT, Variable("live", _("whether it is public now"), True), LINK),
    repeatable=True,
)
FIRST_APPROVAL = Event(
    code="first_approval",
    label=_("The first page of my institution is approved"),
    subject=_("{{ institution }} is on the portal"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” is approved: it is the first page of {{ institution }}"
        " on {{ site }}. Welcome!\n\n{{ link }}\n"
    ),
    variables=(TITLE, INSTITUTION, LINK),
)
REJECTED = Event(
    code="rejected",
    label=_("What I submitted is rejected"),
    subject=_("Not accepted: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” was not accepted for the portal.\n\n"
        "{% if text %}{{ text }}\n\n{% endif %}"
        "{% for reason in reasons %}"
        "— {{ reason.label }}{% if reason.text %}: {{ reason.text }}{% endif %}\n"
        "{% endfor %}\n{{ link }}\n"
    ),
    variables=(TITLE, TEXT, REASONS, LINK),
    repeatable=True,
)
WITHDRAWN = Event(
    code="withdrawn",
    label=_("The review of what I submitted ended without a decision"),
    subject=_("No longer in review: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” is no longer in review."
        "{% if text %}\n\n{{ text }}{% endif %}\n\n{{ link }}\n"
    ),
    variables=(TITLE, TEXT, LINK),
    repeatable=True,
)
PUBLISHED = Event(
    code="published",
    label=_("A page of mine went live at its time"),
    subject=_("Now public: {{ title }}"),
    body=_("Hello {{ name }},\n\n“{{ title }}” is public now.\n\n{{ link }}\n"),
    variables=(TITLE, LINK),
    repeatable=True,
)
UNPUBLISHED = Event(
    code="unpublished",
    label=_("A page of mine is no longer public"),
    subject=_("No longer public: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” is no longer public."
        "{% if text %}\n\n{{ text }}{% endif %}\n\n"
        "{% for reason in reasons %}"
        "— {{ reason.label }}{% if reason.text %}: {{ reason.text }}{% endif %}\n"
        "{% endfor %}\n{{ link }}\n"
    ),
    variables=(TITLE, TEXT, REASONS, LINK),
    repeatable=True,
)
TAKEN_BACK = Event(
    code="taken_back",
    label=_("A release with a page of mine was rolled back"),
    subject=_("Rolled back: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\nthe release “{{ release }}” was rolled back."
        " {% if live %}Of “{{ title }}” the former version is public again."
        "{% else %}“{{ title }}” is no longer public.{% endif %}"
        "{% if text %}\n\n{{ text }}{% endif %}\n\n{{ link }}\n"
    ),
    variables=(
        TITLE,
        Variable("release", _("title of the release"), "Spring season"),
        Variable("live", _("whether it is public now"), True),
        TEXT,
        LINK,
    ),
    repeatable=True,
)
EXPIRING = Event(
    code="expiring",
    label=_("A page of mine expires soon"),
    subject=_("Expires soon: {{ title }}"),
    body=_("Hello {{ name }},\n\n“{{ title }}” is public until {{ until }}.\n\n{{ link }}\n"),
    variables=(TITLE, Variable("until", _("until when"), "3 December 2026, 10:00"), LINK),
)
TRANSLATION_STALE = Event(
    code="translation_stale",
    label=_("A translation of mine is out of date"),
    subject=_("Translation to update: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ source }}” is public with another text. Its translation"
        " “{{ title }}” ({{ language }}) says what it said before.\n\n{{ link }}\n"
    ),
    variables=(
        TITLE,
        Variable("source", _("title of what it is translated from"), "Une nuit au musée"),
        Variable("language", _("language of the translation"), "English"),
        LINK,
    ),
)
REMINDER = Event(
    code="review_reminder",
    label=_("Half of the time for a review is up"),
    subject=_("Half of the time is up: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n“{{ title }}” waits for its review. It is due on {{ due }}.\n\n"
        "{{ link }}\n"
    ),
    variables=(TITLE, DUE, LINK),
    repeatable=True,
)
ESCALATION = Event(
    code="review_overdue",
    label=_("A review is overdue"),
    subject=_("Overdue: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\nthe review of “{{ title }}” was due on {{ due }}"
        "{% if person %}; {{ person }} has it{% else %}; nobody has it{% endif %}.\n\n{{ link }}\n"
    ),
    variables=(TITLE, DUE, PERSON, LINK),
    repeatable=True,
)
EMERGENCY = Event(
    code="emergency_publication",
    label=_("Something was published without approvals"),
    subject=_("Published in an emergency: {{ title }}"),
    body=_(
        "Hello {{ name }},\n\n{{ person }} published “{{ title }}” without approvals.\n\n"
        "{{ text }}\n\n{{ link }}\n"
    ),
    variables=(TITLE, PERSON, TEXT, LINK),
    required=True,
    repeatable=True,
)
STAKEHOLDER_LINK = Event(
    code="stakeholder_link",
    label=_("A link to review something without an account"),
    subject=_("{{ person }} asks what you think of “{{ title }}”"),
    body=_(
        "Hello {{ guest }},\n\n{{ person }} asks what you think of “{{ title }}”"
        " before it is public. This link is for you alone; it works until {{ until }}."
        "\n\n{{ link }}\n"
    ),
    variables=(
        TITLE,
        PERSON,
        Variable("guest", _("who is asked"), "Anne Morel"),
        Variable("until", _("until when"), "3 December 2026, 10:00"),
        LINK,
    ),
    required=True,
    repeatable=True,
)

EVENTS = (
    RETURNED,
    *(
        SUBMITTED,
        ASSIGNED,
        COMMENTED,
        CHANGES_REQUESTED,
        APPROVED,
        FIRST_APPROVAL,
        REJECTED,
        WITHDRAWN,
        PUBLISHED,
    ),
    *(UNPUBLISHED, EXPIRING, TRANSLATION_STALE, REMINDER, ESCALATION, EMERGENCY),
    STAKEHOLDER_LINK,
    TAKEN_BACK,
)


def register_all() -> None:
    for event in EVENTS:
        register(event)
