"""Settings every environment shares, safe for production; dev and test only loosen them."""

from django.utils.translation import gettext_lazy as _

from cms.settings import environment

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
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
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
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
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
LOCALE_CHAINS = {"fr": [], "en": ["fr"], "ru": ["en", "fr"]}
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
# Pictures made to be shown. `/media/…` is answered by the site, never by a web server alone.
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Everything else people hand in: originals, documents, uploads, imports.
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
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "media/password_required.html"  # noqa: S105
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = True
# A pasted address stays one: looked up, it would tell a draft title, and frontends have others.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
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
# When `/readyz` calls a part failed: seconds a worker is silent, a task waits, a page is overdue.
READY_WORKER_SECONDS = environment.number("READY_WORKER_SECONDS", 60)
READY_QUEUE_SECONDS = environment.number("READY_QUEUE_SECONDS", 900)
READY_OVERDUE_SECONDS = environment.number("READY_OVERDUE_SECONDS", 300)

DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # StreamFields post one field per block field
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Who may try how often (cms/throttling/rules.py), and where it is counted: `memory://` for each
# process by itself, `redis://host:port/0` for all of them together.
RATE_LIMIT_STORAGE = environment.text("RATE_LIMIT_STORAGE", "memory://")
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)  # how many of ours stand in front
RATE_LIMITS = {
    "login_account_address": environment.text("RATE_LOGIN", "10 per 5 minutes"),
    "login_account": environment.text("RATE_LOGIN_ACCOUNT", "50 per hour"),
    "login_address": environment.text("RATE_LOGIN_ADDRESS", "50 per 5 minutes"),
    "password_reset_account": environment.text("RATE_RESET_ACCOUNT", "5 per hour"),
    "password_reset_address": environment.text("RATE_RESET_ADDRESS", "20 per hour"),
    "collection_password": environment.text("RATE_COLLECTION_PASSWORD", "20 per 5 minutes"),
    "wrong_token": environment.text("RATE_WRONG_TOKEN", "30 per 5 minutes"),
    "upload": environment.text("RATE_UPLOAD", "60 per hour"),
    "wrong_preview": environment.text("RATE_WRONG_PREVIEW", "30 per 5 minutes"),
}

# The web server (cms/server): of each worker its threads, and how many requests may wait before
# them; of a request's body its largest size, and how slowly it may arrive (docs/operations.md).
READ_THREADS, READS_WAITING = environment.number("READ_THREADS", 2), 1000
PAGE_THREADS, PAGES_WAITING = environment.number("PAGE_THREADS", 2), 100
WRITE_THREADS, WRITES_WAITING = environment.number("WRITE_THREADS", 4), 32
BODIES_ARRIVING = environment.number("BODIES_ARRIVING", 200)
REQUEST_BODY_MAX = environment.number("REQUEST_BODY_MAX", 64 * 1024 * 1024)  # bytes
REQUEST_BODY_GRACE = environment.number("REQUEST_BODY_GRACE", 10)  # seconds
REQUEST_BODY_RATE = environment.number("REQUEST_BODY_RATE", 4096)  # bytes a second, after those
REQUEST_BODY_SECONDS = environment.number("REQUEST_BODY_SECONDS", 600)

EMAIL_BACKEND = "cms.core.mail.AfterCommit"  # which hands over to MAIL_DELIVERY
MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_TIMEOUT = 10  # seconds: a mail server that is silent keeps nobody's thread
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "coulisses@localhost")

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
