"""Settings every environment shares, safe for production; dev and test only loosen them."""

from django.utils.translation import gettext_lazy as _

from cms.settings import environment
from cms.settings.limits import *  # noqa: F403
from cms.settings.mail import *  # noqa: F403

BASE_DIR = environment.BASE_DIR
VAR_DIR = environment.var_dir()

DEBUG = False
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
PUBLIC_BASE_URL = environment.text("PUBLIC_BASE_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "home",
    "content_pages",
    "search",
    "cms.demo",
    "cms.delivery",
    "cms.authoring",
    "cms.editorial",
    "cms.catalogue",
    "cms.institutions",
    "cms.publication",
    "cms.notifications",
    "cms.audit",
    "cms.accounts",
    "cms.media",
    "cms.throttling",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "cms.accounts.users_app.UsersConfig",  # wagtail.users, with forms of our own
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "cms.notifications.admin.apps.AdminConfig",  # wagtail.admin, whose workflows send no mail
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.delivery.middleware.public_api",  # answers the public API itself, so it comes first
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.well_formed.WellFormedMiddleware",  # reads the body: no transaction waits for it
    "cms.throttling.middleware.throttle",
    "cms.core.busy.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.throttling.middleware.throttle_people",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.admin_language.speak_the_readers_language",
    "cms.core.spreadsheets.harmless_exports",
    "cms.core.admin_guard.AdminGuard",  # before a view is called: who sees what
    "cms.publication.middleware.write_in_one_transaction",
    "cms.core.refusals.RefusalMiddleware",  # inside the transaction, which it rolls back
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

DATABASES = {"default": environment.database()}
# How long the web server waits for another writer's lock on PostgreSQL (cms/core/database.py).
DATABASE_LOCK_SECONDS = environment.number("DATABASE_LOCK_SECONDS", 30)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "wagtailadmin_login"

# Whether the built-in pages are shown beside the API (docs/site.md).
PUBLIC_PAGES = environment.flag("PUBLIC_PAGES", True)

# How long caches keep an answer of the public API, and may serve it stale while they ask: seconds.
API_MAX_AGE = environment.number("API_MAX_AGE", 60)
API_STALE_WHILE_REVALIDATE = environment.number("API_STALE_WHILE_REVALIDATE", 600)

# How long what is over is kept, in days: superseded changes of the log, closed preview tokens.
CHANGES_KEPT_DAYS = environment.number("CHANGES_KEPT_DAYS", 90)
SCHEDULE_KEPT_DAYS = environment.number("SCHEDULE_KEPT_DAYS", 30)
PREVIEW_TOKENS_KEPT_DAYS = environment.number("PREVIEW_TOKENS_KEPT_DAYS", 30)

# Languages. The interface speaks LANGUAGES, content WAGTAIL_CONTENT_LANGUAGES; a locale is added
# here and in the admin, nowhere else.
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("en", _("English")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cms.settings.formats"  # English dates are British
LOCALE_CHAINS = {"fr": [], "en": ["fr"], "ru": ["en", "fr"]}
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Pictures made to be shown. `/media/…` is answered by the site, never by a web server alone.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Everything else people hand in: originals, documents, uploads; imports have VAR_DIR/imports.
PRIVATE_ROOT = VAR_DIR / "private"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT)},
    },
    "renditions": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

WAGTAIL_SITE_NAME = "Coulisses"
WAGTAILADMIN_BASE_URL = PUBLIC_BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "media.Image"
WAGTAILDOCS_DOCUMENT_MODEL = "media.Document"
WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.media.forms.DocumentForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # some 200 MB while it is decoded
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "epub", "ics", "key", "odt", "pdf", "pptx", "txt", "vtt"]
# Where platforms say what is at an address of theirs, by host, beside those we know: a PeerTube of
# one's own, as `tube.example.org=https://tube.example.org/services/oembed`.
OEMBED_ENDPOINTS = environment.pairs("OEMBED_ENDPOINTS")
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "media/password_required.html"  # noqa: S105
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# An older version that goes live at its time ends no review of a newer one.
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False
# Any edit asks for the approvals anew; which stand is a matter of content (cms.editorial).
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# How many in a hundred are looked at of what trusted institutions publish by themselves.
SAMPLED_PERCENT = environment.number("SAMPLED_PERCENT", 20)
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.core.workflow_end.tell"
# A pasted address stays one: looked up, it would tell a draft title, and frontends have others.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
# A translation is a draft until it is reviewed, whatever is live of its source.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_USER_TIME_ZONES = ["Europe/Paris", "Europe/Moscow", "Europe/London", "UTC"]
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# Pages change their path for every locale; the published copy keeps former paths itself.
WAGTAILREDIRECTS_AUTO_CREATE = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody outside learns who works here
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False

# What takes minutes has a queue of its own, so that what takes a moment does not wait behind it.
TASK_QUEUES = ["default", "long"]
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": TASK_QUEUES}}
TASK_ATTEMPTS = environment.number("TASK_ATTEMPTS", 5)
# What is kept for a while only: days after its end.
TASK_RESULTS_KEPT_DAYS = environment.number("TASK_RESULTS_KEPT_DAYS", 30)
IMPORT_REPORTS_KEPT_DAYS = environment.number("IMPORT_REPORTS_KEPT_DAYS", 90)
IMPORT_RUNS_KEPT_DAYS = environment.number("IMPORT_RUNS_KEPT_DAYS", 365)
# After so many seconds of silence a worker, an import or a queue that gets on is taken for dead.
WORKER_SILENT_SECONDS = environment.number("WORKER_SILENT_SECONDS", 180)
# When `/readyz` calls a part failed: seconds a task or a stale page waits, a page is overdue.
READY_QUEUE_SECONDS = environment.number("READY_QUEUE_SECONDS", 900)
READY_OVERDUE_SECONDS = environment.number("READY_OVERDUE_SECONDS", 300)

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # StreamFields post one field per block field
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER: tuple[str, str] | None = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 3600)
X_FRAME_OPTIONS = "SAMEORIGIN"  # the admin shows previews in a frame of its own

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
}
