import os
import shutil

import pytest
from django.conf import settings

from config import database
from tests import databases

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    # Tests that commit empty the tables, migrations' rows too, so they come last. pytest-django
    # sees to that, but then pytest moves up those that share a browser.
    items.sort(key=commits)


def commits(item):
    marker = item.get_closest_marker("django_db")
    asks = marker is not None and marker.kwargs.get("transaction", False)
    return asks or not {"transactional_db", "live_server"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    with database.available():
        yield


@pytest.fixture(scope="session", autouse=True)
def uploads_apart(tmp_path_factory):
    """Nothing that a test uploads lies beside what somebody has uploaded."""
    settings.IMPORT_FOLDER = tmp_path_factory.mktemp("imports")


@pytest.fixture
def in_background(monkeypatch):
    """Processes that the site starts find the tests' database and uploads."""
    monkeypatch.setenv("DATABASE_URL", databases.url())
    monkeypatch.setenv("IMPORT_FOLDER", str(settings.IMPORT_FOLDER))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Chromium's sandbox refuses to work for root.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    found = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": arguments}
