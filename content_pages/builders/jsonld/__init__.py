"""JSON-LD in the vocabulary of schema.org: what search engines read of a document.

Built from the detail, so that it says nothing the document does not. A property whose value is not
known is left out, which is how schema.org says unknown.
"""

from content_pages.builders.jsonld.item import item
from content_pages.builders.jsonld.others import guide, institution, news, programme

__all__ = ["guide", "institution", "item", "news", "programme"]
