from collections.abc import Iterator

import pytest

from cms.catalogue import catalogue
from cms.publication.models import PublishedDocument


@pytest.fixture(autouse=True)
def _nothing_published(db: None) -> Iterator[None]:
    """The ground's own documents are out of the way, and no snapshot outlives its test."""
    PublishedDocument.objects.all().delete()
    catalogue.forget()
    yield
    catalogue.forget()
