"""All settings of the site, read from the environment; docs/settings.md lists the variables."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config.address import proxies_from
from config.rates import Deed, limit_from
from config.release import fingerprint
from config.secret_key import require_strong

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# Variables of the process win over the file; ENV_FILE= reads none.
ENV_FILE = BASE_DIR / env.str("ENV_FILE", default=".env")
if ENV_FILE.is_file():
    env.read_env(ENV_FILE)

# The site

DEMO = env.bool("DEMO", default=False)
DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not DEMO:
    raise ImproperlyConfigured("DEBUG shows secrets to strangers: it needs DEMO=true.")

SECRET_KEY = require_strong(env.str("SECRET_KEY", default=""))
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
WEB_CONCURRENCY = env.int("WEB_CONCURRENCY", default=2)
WEB_THREADS = env.int("WEB_THREADS", default=4)
ACCESS_LOG = env.bool("ACCESS_LOG", default=False)
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]", HOST] if DEMO else []
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is not set. Name the site's hosts, such as ALLOWED_HOSTS=example.org."
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_NAME = env.str("SITE_NAME", default="Understory")
# Whether the browsers of guests must work for a moment, so that a comment need not wait.
PROOF_OF_WORK = env.bool("PROOF_OF_WORK", default=True)

# The application

INSTALLED_APPS = [
    "config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "mptt",
    "csp",
    "articles.apps.ArticlesConfig",
    "comments.apps.CommentsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.security.PermissionsPolicyMiddleware",
    "config.security.PrivacyMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "config.encoding.EncodingMiddleware",
    "articles.old.OldAddressMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.outage.OutageMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "articles.context.site",
            ],
        },
    },
]

LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "front-page"
LOGOUT_REDIRECT_URL = "front-page"
CSRF_FAILURE_VIEW = "comments.expired.csrf_failure"

# Data

DATA_FOLDER = BASE_DIR / env.str("DATA_FOLDER", default="var")
# Without DATABASE_URL the site brings its own PostgreSQL, kept under var/.
EMBEDDED_POSTGRES = not env.str("DATABASE_URL", default="")


def _database() -> dict[str, Any]:
    if not EMBEDDED_POSTGRES:
        return {**env.db("DATABASE_URL"), "ENGINE": "config.postgres"}
    # Only here: with a DATABASE_URL nothing of the embedded server may be loaded.
    from config.embedded_postgres import EmbeddedPostgres  # noqa: PLC0415

    return EmbeddedPostgres(DATA_FOLDER).django_settings()


# gunicorn's threads live on, so each keeps its connection.
DATABASES = {"default": {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, **_database()}}
if not DATABASES["default"].get("DISABLE_SERVER_SIDE_CURSORS"):
    # What is asked again and again is planned once. Behind pgbouncer each transaction may get
    # another connection, where nothing is prepared.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        server_side_binding=True, prepare_threshold=3
    )
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://?MAX_ENTRIES=200")}

# An article of 80,000 characters fits even when each is sent as twelve bytes (%F0%9F%98%80).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Files are taken by one form alone, which says so itself.
FILE_UPLOAD_HANDLERS = ["comments.exchange.uploads.receiving.NoFiles"]
# Where uploaded exports wait for being imported, readable by nobody else.
IMPORT_FOLDER = BASE_DIR / (env.str("IMPORT_FOLDER", default="") or DATA_FOLDER / "imports")
IMPORT_MEGABYTES = env.int("IMPORT_MEGABYTES", default=2000)
IMPORT_DAYS = env.int("IMPORT_DAYS", default=7)
if min(IMPORT_DAYS, IMPORT_MEGABYTES) < 1:
    raise ImproperlyConfigured("IMPORT_DAYS and IMPORT_MEGABYTES are numbers from 1.")

# Language, time, mail

LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # To make a page takes milliseconds: a slow Redis is not worth waiting for.
    patience = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    CACHES["default"].update(BACKEND="config.cache.ForgivingRedisCache", OPTIONS=patience)
# Pages that an earlier version of the site has kept are not for this one.
CACHES["default"]["KEY_PREFIX"] = fingerprint(
    BASE_DIR, SITE_NAME, LANGUAGE_CODE, TIME_ZONE, PROOF_OF_WORK
)

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="understory@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_FOLDER / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Security

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=not DEMO)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=0 if DEMO else 30 * 24 * 3600)
SECURE_PROXY_SSL_HEADER = tuple(env.list("SECURE_PROXY_SSL_HEADER", default=[])) or None
TRUSTED_PROXIES = proxies_from(env.str("TRUSTED_PROXIES", default=""))
# How often is too often: for one person, for all behind one network address.
LIMITS = {
    Deed.POSTING: limit_from(env.str("LIMIT_POSTING", default="10/300, 60/300")),
    Deed.EDITING: limit_from(env.str("LIMIT_EDITING", default="20/600, 120/600")),
    Deed.SIGN_IN: limit_from(env.str("LIMIT_SIGN_IN", default="10/600, 50/600")),
    Deed.FLAGGING: limit_from(env.str("LIMIT_FLAGGING", default="10/600, 60/600")),
    Deed.SEARCH: limit_from(env.str("LIMIT_SEARCH", default="30/60, 120/60")),
}
# What guests write is sent to Akismet only with a key for it; is it spam?
AKISMET_KEY = env.str("AKISMET_KEY", default="")
AKISMET_SITE = env.str("AKISMET_SITE", default="")
AKISMET_URL = env.str("AKISMET_URL", default="https://rest.akismet.com/1.1/")
if AKISMET_KEY and not all(
    address.startswith(("https://", "http://")) for address in (AKISMET_SITE, AKISMET_URL)
):
    raise ImproperlyConfigured(
        "AKISMET_KEY needs AKISMET_SITE, the site's own address, such as https://example.org/."
    )
# How long the hashes of addresses are kept beneath comments; 0: never.
ADDRESS_DAYS = env.int("ADDRESS_DAYS", default=30)
if not 0 <= ADDRESS_DAYS <= 3650:  # noqa: PLR2004 - ten years
    raise ImproperlyConfigured("ADDRESS_DAYS is a number of days, from 0 to 3650.")
# What imports store of e-mail addresses: themselves, only their hashes, or nothing.
IMPORTED_EMAILS = env.str("IMPORTED_EMAILS", default="keep")
if IMPORTED_EMAILS not in {"keep", "hash", "drop"}:
    raise ImproperlyConfigured("IMPORTED_EMAILS is keep, hash or drop.")
# After how many days manage.py prune takes the words of spam away; 0: never.
SPAM_DAYS = env.int("SPAM_DAYS", default=90)
if not 0 <= SPAM_DAYS <= 3650:  # noqa: PLR2004 - as above
    raise ImproperlyConfigured("SPAM_DAYS is a number of days, from 0 to 3650.")
SILENCED_SYSTEM_CHECKS = [
    # Subdomains and browsers' preload lists are the domain owner's to decide, not ours.
    "security.W005",
    "security.W021",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own handlers write only while DEBUG is on, or send mail.
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}
