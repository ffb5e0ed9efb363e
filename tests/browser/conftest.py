"""A visitor's browser, and what must hold in whatever a test does with it.

No page asks another host for anything, breaks its own security policy, or lets an error pass.
"""

from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from comments import traps
from tests.cast import make_article
from tests.forms import stamp

# What a browser says of every answer that is no success: forms with errors, and missing pages.
EXPECTED = "Failed to load resource"

# A page of 2,000 comments on a busy machine takes its time.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A test types faster than any person: each page says that it was read for a while."""
    monkeypatch.setattr(traps, "stamp", stamp)


@pytest.fixture
def article(transactional_db):
    return make_article()


@pytest.fixture
def address(live_server, article) -> str:
    return live_server.url + article.get_absolute_url()


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def watched(complaints, live_server):
    """Let a browser's complaints be collected."""
    host = urlsplit(live_server.url).netloc

    def watch(context: BrowserContext) -> BrowserContext:
        context.on("console", lambda message: _note(complaints, message.type, message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("request", lambda request: _check_host(complaints, request.url, host))
        return context

    return watch


@pytest.fixture
def page(page: Page, watched, complaints):
    watched(page.context)
    yield page
    assert complaints == []


@pytest.fixture
def visit(new_context, watched, complaints):
    """Another browser, such as one without JavaScript."""

    def open_page(**options) -> Page:
        return watched(new_context(**options)).new_page()

    yield open_page
    assert complaints == []


@pytest.fixture
def sign_in(live_server):
    def sign_in(page: Page, user) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])

    return sign_in


def _note(complaints: list[str], kind: str, text: str) -> None:
    if kind in {"error", "warning"} and not text.startswith(EXPECTED):
        complaints.append(text)


def _check_host(complaints: list[str], url: str, host: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "data" and parts.netloc != host:
        complaints.append(f"asked {url}")
