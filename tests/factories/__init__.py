"""What tests build with, in words of the domain.

`InstitutionFactory` and the other page factories make pages; without anything said, a draft that
could go live as it is. Traits, all together or apart:

- `published=True`: goes live the way people publish, with a revision;
- `locale="ru"`: in that language, below that language's home;
- `translation_of=page`: the same thing in another `locale`, facts shared;
- `complete=True`: every field filled;
- `bare=True`: nothing but a title.
"""

from tests.factories.files import DocumentFactory, ImageFactory
from tests.factories.items import ItemFactory, occurrence, rights_window
from tests.factories.pages import (
    CategoryFactory,
    GuideFactory,
    InstitutionFactory,
    NewsFactory,
    PageFactory,
    ProgrammeFactory,
    home_page,
)
from tests.factories.people import InstitutionRecordFactory, UserFactory

__all__ = [
    "CategoryFactory",
    "DocumentFactory",
    "GuideFactory",
    "ImageFactory",
    "InstitutionFactory",
    "InstitutionRecordFactory",
    "ItemFactory",
    "NewsFactory",
    "PageFactory",
    "ProgrammeFactory",
    "UserFactory",
    "home_page",
    "occurrence",
    "rights_window",
]
