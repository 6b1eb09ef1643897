"""The form of an institution's record, grouped by who is asked for what.

Members and standing act at once, so they have screens of their own and no place in a draft.
"""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.core.reference_forms import CheckedModelForm

# Verification, trust and registration are the portal's to say, not the institution's.
STAFF = "institutions.change_institution"

WHO = ObjectList(
    [
        FieldPanel("legal_name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("ownership")]),
        FieldPanel("registration_number", permission=STAFF),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("town")]),
                FieldPanel("territory"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Where"),
            icon="site",
        ),
        FieldPanel(
            "building_accessibility", widget=CheckboxSelectMultiple, classname="coulisses-boxes"
        ),
    ],
    heading=_("Institution"),
)
CONTACTS = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("website"),
                FieldRowPanel([FieldPanel("public_email"), FieldPanel("public_phone")]),
            ],
            heading=_("For citizens"),
            icon="globe",
        ),
        MultiFieldPanel(
            [
                FieldPanel("editorial_email"),
                FieldPanel("technical_email"),
                FieldPanel("accessibility_email"),
            ],
            heading=_("For the portal's team"),
            icon="mail",
        ),
        InlinePanel(
            "channels",
            panels=[FieldRowPanel([FieldPanel("channel"), FieldPanel("url")])],
            heading=_("Channels"),
            label=_("Channel"),
            icon="link",
        ),
    ],
    heading=_("Contacts and channels"),
)
RECORD = TabbedInterface([WHO, CONTACTS], base_form_class=CheckedModelForm)
