import os
import shutil

import pytest

from config import database

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# The browser is to ask nobody but the site.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    with database.available():
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Chromium's sandbox refuses to work for root.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    found = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": arguments}
