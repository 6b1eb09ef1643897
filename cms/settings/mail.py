"""How mail leaves, and how long it is tried and remembered (docs/mail.md)."""

from cms.settings import environment

EMAIL_BACKEND = "cms.core.mail.AfterCommit"  # which hands over to MAIL_DELIVERY
MAIL_DELIVERY = "django.core.mail.backends.smtp.EmailBackend"
_server = environment.mail_server()
EMAIL_HOST, EMAIL_PORT = _server["EMAIL_HOST"], _server["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _server["EMAIL_HOST_USER"], _server["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _server["EMAIL_USE_TLS"], _server["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10  # seconds: a mail server that is silent keeps nobody's thread
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "coulisses@localhost")
# Where mail lands in place of a server, one file each: development and the demo.
MAIL_FOLDER = environment.var_dir() / "mail"

# Attempts at a message that the server refuses; with their pauses, two days.
MAIL_ATTEMPTS = environment.number("MAIL_ATTEMPTS", 16)
# Days: what was sent is how a series is known to have had its mail.
MAIL_KEPT_DAYS = environment.number("MAIL_KEPT_DAYS", 90)
# The hour of the day, in TIME_ZONE, at which the digests are written.
DIGEST_HOUR = environment.number("DIGEST_HOUR", 7)
