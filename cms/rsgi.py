"""RSGI entry point, as shipped: granian --interface rsgi cms.rsgi:application."""

from cms.wsgi import application as wsgi_application

# After Django is set up.
from django.conf import settings  # isort: skip
from cms.delivery.dispatch import is_read  # isort: skip
from cms.delivery.gateway import answer_rsgi  # isort: skip
from cms.delivery.health import VIEWS  # isort: skip
from cms.server.application import Application, Reads, Sizes  # isort: skip
from cms.server.bodies import Limits  # isort: skip
from cms.server.pools import Size  # isort: skip

application = Application(
    wsgi_application,
    Reads(includes=is_read, answer=answer_rsgi, first=frozenset(VIEWS)),
    Sizes(
        reads=Size(settings.READ_THREADS, settings.READS_WAITING),
        pages=Size(settings.PAGE_THREADS, settings.PAGES_WAITING),
        writes=Size(settings.WRITE_THREADS, settings.WRITES_WAITING),
        bodies=settings.BODIES_ARRIVING,
    ),
    Limits(
        size=settings.REQUEST_BODY_MAX,
        grace=settings.REQUEST_BODY_GRACE,
        rate=settings.REQUEST_BODY_RATE,
        seconds=settings.REQUEST_BODY_SECONDS,
    ),
)
