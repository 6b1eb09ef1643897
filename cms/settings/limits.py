"""How often something may be tried, and how much the web server takes on at once."""

from cms.settings import environment

# Who may try how often (cms/throttling/rules.py), and where it is counted: `memory://` for each
# process by itself, `redis://host:port/0` for all of them together.
RATE_LIMIT_STORAGE = environment.text("RATE_LIMIT_STORAGE", "memory://")
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", 0)  # how many of ours stand in front
RATE_LIMITS = {
    "login_known_browser": environment.text("RATE_LOGIN_KNOWN_BROWSER", "20 per hour"),
    "login_known_browsers": environment.text("RATE_LOGIN_KNOWN_BROWSERS", "60 per hour"),
    "login_account_address": environment.text("RATE_LOGIN", "10 per 5 minutes"),
    "login_account": environment.text("RATE_LOGIN_ACCOUNT", "50 per hour"),
    "login_address": environment.text("RATE_LOGIN_ADDRESS", "50 per 5 minutes"),
    "password_reset_account": environment.text("RATE_RESET_ACCOUNT", "5 per hour"),
    "password_reset_address": environment.text("RATE_RESET_ADDRESS", "20 per hour"),
    "collection_password": environment.text("RATE_COLLECTION_PASSWORD", "20 per 5 minutes"),
    "wrong_token": environment.text("RATE_WRONG_TOKEN", "30 per 5 minutes"),
    "upload": environment.text("RATE_UPLOAD", "60 per hour"),
    "authoring": environment.text("RATE_AUTHORING", "600 per minute"),
    "media_facts": environment.text("RATE_MEDIA_FACTS", "60 per 5 minutes"),
    "member_name": environment.text("RATE_MEMBER_NAME", "20 per hour"),
    "wrong_preview": environment.text("RATE_WRONG_PREVIEW", "30 per 5 minutes"),
    "application": environment.text("RATE_APPLICATION", "20 per hour"),
    "invited_account": environment.text("RATE_INVITED_ACCOUNT", "20 per hour"),
    "wrong_link": environment.text("RATE_WRONG_LINK", "30 per 5 minutes"),
    "review_by_link": environment.text("RATE_REVIEW_BY_LINK", "30 per hour"),
    "review_link": environment.text("RATE_REVIEW_LINK", "60 per hour"),
    "file": environment.text("RATE_FILE", "60 per minute"),
    "invitation": environment.text("RATE_INVITATION", "60 per hour"),
}

# The web server (cms/server): of each worker its threads, and how many requests may wait before
# them; of a request's body its largest size, and how slowly it may arrive (docs/operations.md).
READ_THREADS, READS_WAITING = environment.number("READ_THREADS", 2), 1000
PAGE_THREADS, PAGES_WAITING = environment.number("PAGE_THREADS", 2), 100
SCREEN_THREADS, SCREENS_WAITING = environment.number("SCREEN_THREADS", 2), 100
WRITE_THREADS, WRITES_WAITING = environment.number("WRITE_THREADS", 4), 100
SIGN_IN_THREADS, SIGN_INS_WAITING = environment.number("SIGN_IN_THREADS", 2), 100
BODIES_ARRIVING = environment.number("BODIES_ARRIVING", 400)
BODIES_ARRIVING_PER_ADDRESS = environment.number("BODIES_ARRIVING_PER_ADDRESS", 30)
REQUEST_BODY_MAX = environment.number("REQUEST_BODY_MAX", 64 * 1024 * 1024)  # bytes
REQUEST_BODY_MAX_ANONYMOUS = environment.number("REQUEST_BODY_MAX_ANONYMOUS", 64 * 1024)
REQUEST_BODY_GRACE = environment.number("REQUEST_BODY_GRACE", 10)  # seconds
REQUEST_BODY_RATE = environment.number("REQUEST_BODY_RATE", 4096)  # bytes a second, after those
REQUEST_BODY_SECONDS = environment.number("REQUEST_BODY_SECONDS", 600)
