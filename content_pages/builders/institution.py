"""The institution as public JSON: its page's texts and the public part of its record."""

from datetime import datetime

from cms.institutions.models import Institution
from cms.publication.documents.contract import Context, Json, Parts, Window
from cms.publication.documents.streams import stream
from content_pages.builders import jsonld
from content_pages.builders.blocks import BODY
from content_pages.builders.values import all_labelled, current, labelled, text
from content_pages.builders.windows import ALWAYS
from content_pages.models import InstitutionPage

# A draft without a record still has a preview.
NO_RECORD = Institution(kind="")


class InstitutionBuilder:
    """Editorial and technical contacts, trust and verification never leave the record."""

    def window(self, page: InstitutionPage, now: datetime) -> Window:
        return ALWAYS

    def parts(self, page: InstitutionPage, context: Context) -> Parts:
        record = page.institution or NO_RECORD
        if page.institution_id:
            context.depends(f"institution:{page.institution_id}")
        territory = text(current("territories", record.territory))
        card = {
            "summary": page.summary,
            "institution_kind": labelled("institution_kinds", record.kind, context),
            "territory": labelled("territories", record.territory, context),
            "town": text(record.town),
            "image": context.image(page.image, page.image_alt),
        }
        detail = card | _record(record, context) | {"body": stream(page.body, BODY, context)}
        return Parts(
            card=card,
            detail=detail | {"jsonld": jsonld.institution(page, record, detail, context)},
            ref={"territory": territory},
            facts={
                "institution_kind": current("institution_kinds", record.kind),
                "ownership": text(current("ownerships", record.ownership)),
                "territory": territory,
            },
        )


def _record(record: Institution, context: Context) -> dict[str, Json]:
    point = record.latitude is not None and record.longitude is not None
    channels = record.channels.order_by("pk") if record.pk else ()
    return {
        "legal_name": text(record.legal_name),
        "ownership": labelled("ownerships", record.ownership, context),
        "address": {
            "street": text(record.address),
            "postal_code": text(record.postal_code),
            "town": text(record.town),
        },
        "geo": {"latitude": record.latitude, "longitude": record.longitude} if point else None,
        "contact": {"email": text(record.public_email), "phone": text(record.public_phone)},
        "website": text(record.website),
        "channels": [
            {"channel": labelled("channels", row.channel, context), "url": row.url}
            for row in channels
        ],
        "building_accessibility": all_labelled(
            "building_accessibility", record.building_accessibility, context
        ),
    }
