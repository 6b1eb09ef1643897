"""The item's form: one tab per question an editor asks of it."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.publication.panels import SETTINGS
from content_pages.panels.shared import IMAGE, TITLE

OCCURRENCE = [
    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at"), FieldPanel("time_zone")]),
    FieldRowPanel([FieldPanel("status"), FieldPanel("capacity")]),
    FieldPanel("url"),
]
ACCESSIBILITY_FEATURE = [FieldRowPanel([FieldPanel("feature"), FieldPanel("verified_on")])]
RIGHTS_WINDOW = [
    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
    FieldPanel("territories"),
    FieldPanel("channels"),
    FieldPanel("languages"),
]
CONTRIBUTION = [FieldRowPanel([FieldPanel("name"), FieldPanel("role"), FieldPanel("is_body")])]
RELATED_ITEM = [FieldPanel("item")]

_CONTENT = [
    TITLE,
    FieldPanel("summary"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("category"), FieldPanel("format")]),
            FieldPanel("more_categories"),
            FieldPanel("themes"),
        ],
        heading=_("What it is"),
        icon="tag",
    ),
    IMAGE,
    FieldPanel("body"),
    FieldPanel("practical_notes"),
]
_ACCESS = [
    MultiFieldPanel(
        [
            FieldPanel("access_mode"),
            FieldPanel("access_url"),
            FieldRowPanel(
                [FieldPanel("price_min"), FieldPanel("price_max"), FieldPanel("currency")]
            ),
        ],
        heading=_("Access"),
        icon="key",
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("on_demand_from"), FieldPanel("on_demand_until")]),
            FieldPanel("duration_minutes"),
        ],
        heading=_("On demand"),
        icon="time",
    ),
    InlinePanel("occurrences", heading=_("Occurrences"), label=_("Occurrence")),
    FieldRowPanel([FieldPanel("attendance"), FieldPanel("place")], heading=_("Where")),
]
_AUDIENCE = [
    FieldPanel("audiences"),
    FieldRowPanel([FieldPanel("age_scheme"), FieldPanel("age_rating")], heading=_("Age rating")),
    FieldRowPanel(
        [FieldPanel("target_age_from"), FieldPanel("target_age_to")], heading=_("Target age")
    ),
    FieldRowPanel([FieldPanel("level"), FieldPanel("groups_only")]),
    MultiFieldPanel(
        [
            FieldPanel("spoken_languages"),
            FieldPanel("subtitle_languages"),
            FieldPanel("sign_languages"),
            FieldPanel("no_language_needed"),
        ],
        heading=_("Languages"),
        icon="globe",
    ),
]
_ACCESSIBILITY = [
    InlinePanel("accessibility_features", heading=_("Features"), label=_("Feature")),
    FieldPanel("hazards"),
    FieldPanel("accessibility_note"),
    FieldPanel("accessibility_contact"),
]
_RIGHTS = [
    FieldPanel("rights_holder"),
    FieldRowPanel([FieldPanel("licence"), FieldPanel("credit_line")]),
    FieldRowPanel([FieldPanel("embed_allowed"), FieldPanel("download_allowed")]),
    InlinePanel("rights_windows", heading=_("Rights windows"), label=_("Window")),
]
_TIES = [
    InlinePanel("contributions", heading=_("People"), label=_("Contribution")),
    FieldPanel("partners"),
    FieldPanel("series"),
    FieldPanel("programmes"),
    InlinePanel("related_items", heading=_("Related items"), label=_("Item")),
    FieldRowPanel(
        [FieldPanel("featured_from"), FieldPanel("featured_until")], heading=_("Featured")
    ),
]

ITEM = TabbedInterface(
    [
        ObjectList(_CONTENT, heading=_("Content")),
        ObjectList([FieldPanel("media")], heading=_("Media")),
        ObjectList(_ACCESS, heading=_("Access and time")),
        ObjectList(_AUDIENCE, heading=_("Audience")),
        ObjectList(_ACCESSIBILITY, heading=_("Accessibility")),
        ObjectList(_RIGHTS, heading=_("Rights")),
        ObjectList(_TIES, heading=_("People and ties")),
        SETTINGS,
    ]
)
