"""RSGI entry point, as shipped: granian --interface rsgi cms.rsgi:application."""

from cms.wsgi import application as wsgi_application

# After Django is set up.
from django.conf import settings  # isort: skip
from django.urls import reverse  # isort: skip
from cms.delivery.dispatch import is_read  # isort: skip
from cms.delivery.gateway import answer_rsgi  # isort: skip
from cms.delivery.endpoints.health import VIEWS  # isort: skip
from cms.server.application import Application, Reads, Sizes  # isort: skip
from cms.server.bodies import Limits  # isort: skip
from cms.server.pools import Size  # isort: skip
from cms.server.senders import Admin  # isort: skip

application = Application(
    wsgi_application,
    Reads(includes=is_read, answer=answer_rsgi, first=frozenset(VIEWS)),
    Admin(
        path=reverse("wagtailadmin_home"),
        sign_in=reverse("wagtailadmin_login"),
        cookie=settings.SESSION_COOKIE_NAME,
    ),
    Sizes(
        reads=Size(settings.READ_THREADS, settings.READS_WAITING),
        pages=Size(settings.PAGE_THREADS, settings.PAGES_WAITING),
        screens=Size(settings.SCREEN_THREADS, settings.SCREENS_WAITING),
        writes=Size(settings.WRITE_THREADS, settings.WRITES_WAITING),
        sign_ins=Size(settings.SIGN_IN_THREADS, settings.SIGN_INS_WAITING),
        bodies=settings.BODIES_ARRIVING,
        bodies_of_address=settings.BODIES_ARRIVING_PER_ADDRESS,
    ),
    Limits(
        size=settings.REQUEST_BODY_MAX,
        size_from_outside=settings.REQUEST_BODY_MAX_ANONYMOUS,
        grace=settings.REQUEST_BODY_GRACE,
        rate=settings.REQUEST_BODY_RATE,
        seconds=settings.REQUEST_BODY_SECONDS,
    ),
)
