"""The site's settings with nothing from this machine's .env, and no cost for safety."""

import os

os.environ.update(
    DEMO="true",
    ENV_FILE="",
    # Most tests post as a browser without scripts would, and mean what happens to a person's words.
    PROOF_OF_WORK="false",
    SECRET_KEY="only the tests sign anything with this key " * 2,
)
# The browser tests ask the database while Playwright's event loop runs.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from config.settings import *  # noqa: F403
from config.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# What a power cut would take is only tests' data; and a table that grows from nothing in one
# transaction is never analysed, so that a plan made for its first rows would be kept for all.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    "-c synchronous_commit=off -c plan_cache_mode=force_custom_plan"
)
