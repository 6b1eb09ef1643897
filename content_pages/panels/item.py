"""The item's form: one tab per question an editor asks of it. ★ is needed to publish."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.publication.panels import SETTINGS
from content_pages.panels.reference import ReferencePanel
from content_pages.panels.shared import (
    CHECKLIST,
    IMAGE,
    REVIEW,
    SUMMARY,
    TITLE,
    codes,
    page_from_list,
    pages_as_boxes,
    pages_by_name,
    time_zone,
)
from content_pages.widgets import LazySelect, age_ratings

OCCURRENCE = [
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    FieldRowPanel([time_zone(), FieldPanel("status"), FieldPanel("capacity")]),
    FieldPanel("url", help_text=_("When this date has an address of its own.")),
]
ACCESSIBILITY_FEATURE = [FieldRowPanel([FieldPanel("feature"), FieldPanel("verified_on")])]
RIGHTS_WINDOW = [
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    codes("territories", help_text=_("None ticked: everywhere.")),
    codes("channels", help_text=_("None ticked: on every channel.")),
    codes("languages", help_text=_("None ticked: in every language.")),
]
CONTRIBUTION = [FieldRowPanel([FieldPanel("name"), FieldPanel("role"), FieldPanel("is_body")])]
RELATED_ITEM = [FieldPanel("item")]

_CONTENT = [
    REVIEW,
    CHECKLIST,
    TITLE,
    SUMMARY,
    MultiFieldPanel(
        [
            FieldRowPanel([page_from_list("category"), FieldPanel("format")]),
            pages_as_boxes("more_categories"),
            FieldPanel("themes"),
        ],
        heading=_("What it is"),
        icon="tag",
    ),
    IMAGE,
    FieldPanel("body"),
    FieldPanel("practical_notes", help_text=_("What one needs: headphones, a printer, an hour.")),
]
_MEDIA = [
    HelpPanel(
        _(
            "What people will watch, hear, visit, read or play. At least one is needed to publish."
            " Captions go with their video; a transcript, with any recording, opens it to those"
            " who do not hear it."
        )
    ),
    FieldPanel("media"),
]
_ACCESS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("access_mode"), FieldPanel("attendance")]),
            FieldPanel("access_url"),
            FieldPanel("place"),
            FieldRowPanel(
                [FieldPanel("price_min"), FieldPanel("price_max"), FieldPanel("currency")]
            ),
        ],
        heading=_("Access"),
        icon="key",
    ),
    MultiFieldPanel(
        [
            FieldPanel("duration_minutes"),
            FieldRowPanel([FieldPanel("on_demand_from"), FieldPanel("on_demand_until")]),
        ],
        heading=_("On demand"),
        icon="time",
        help_text=_("Without dates, it is there for as long as it is published."),
    ),
    InlinePanel(
        "occurrences", heading=_("Occurrences"), label=_("Occurrence"), icon="calendar-alt"
    ),
]
_AUDIENCE = [
    codes("audiences", icon="group"),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [
                    FieldPanel("age_scheme"),
                    FieldPanel("age_rating", widget=LazySelect(age_ratings)),
                ]
            ),
        ],
        heading=_("Legal age rating"),
        icon="warning",
        help_text=_("What the law of a country says; it is no advice on who will enjoy it."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("target_age_from"), FieldPanel("target_age_to")]),
            FieldRowPanel([FieldPanel("level"), FieldPanel("groups_only")]),
        ],
        heading=_("Who will enjoy it"),
        icon="user",
    ),
    MultiFieldPanel(
        [
            FieldPanel("no_language_needed"),
            codes("spoken_languages"),
            codes("subtitle_languages"),
            codes("sign_languages"),
        ],
        heading=_("Languages"),
        icon="globe",
    ),
]
_ACCESSIBILITY = [
    InlinePanel(
        "accessibility_features",
        heading=_("Features"),
        label=_("Feature"),
        icon="success",
        help_text=_("Claim what you checked, and say when."),
    ),
    codes("hazards", icon="warning"),
    FieldRowPanel([FieldPanel("accessibility_note"), FieldPanel("accessibility_contact")]),
]
_RIGHTS = [
    MultiFieldPanel(
        [
            FieldPanel("rights_holder"),
            FieldRowPanel([FieldPanel("licence"), FieldPanel("credit_line")]),
            FieldRowPanel([FieldPanel("embed_allowed"), FieldPanel("download_allowed")]),
        ],
        heading=_("Rights"),
        icon="lock",
    ),
    InlinePanel(
        "rights_windows",
        heading=_("Rights windows"),
        label=_("Window"),
        icon="calendar",
        help_text=_("With windows, the item is public inside one of them and nowhere else."),
    ),
]
_TIES = [
    InlinePanel("contributions", heading=_("People"), label=_("Contribution"), icon="group"),
    MultiFieldPanel(
        [
            pages_by_name("partners", "institution"),
            pages_by_name("programmes", "programme"),
            FieldPanel("series", help_text=_("The same words on each item of the series.")),
        ],
        heading=_("Ties"),
        icon="link",
    ),
    InlinePanel("related_items", heading=_("Related items"), label=_("Item"), icon="item"),
    MultiFieldPanel(
        [FieldRowPanel([FieldPanel("featured_from"), FieldPanel("featured_until")])],
        heading=_("Featured"),
        icon="pick",
        help_text=_("When the portal may put it first."),
    ),
    ReferencePanel(),
]

ITEM = TabbedInterface(
    [
        ObjectList(_CONTENT, heading=_("Content")),
        ObjectList(_MEDIA, heading=_("Media")),
        ObjectList(_ACCESS, heading=_("Access and time")),
        ObjectList(_AUDIENCE, heading=_("Audience")),
        ObjectList(_ACCESSIBILITY, heading=_("Accessibility")),
        ObjectList(_RIGHTS, heading=_("Rights")),
        ObjectList(_TIES, heading=_("People and ties")),
        SETTINGS,
    ]
)
