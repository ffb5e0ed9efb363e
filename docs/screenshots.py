"""Takes the pictures of the README, of the demonstration in a database of its own."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from django.test.testcases import LiveServerThread
from django.test.utils import get_runner
from playwright.sync_api import Page, sync_playwright

from config import database
from tests.conftest import BROWSERS, QUIET

IMAGES = Path(__file__).parent / "images"
WIDE = {"width": 1100, "height": 820}
PHONE = {"width": 390, "height": 780}
# The server's threads may still hold connections to the database that is to go.
LEAVE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
ARTICLE = "/articles/footbridge/"


def to_the_conversation(page: Page) -> None:
    page.locator("#conversation > ol > li").nth(10).evaluate("(item) => item.scrollIntoView()")


def to_a_reply(page: Page) -> None:
    to_the_conversation(page)
    page.get_by_role("link", name="Reply to Marian Stobbs").click()
    form = page.locator("#conversation form.write")
    form.get_by_label("Comment").fill("I will bring *two* stamps and a pen on Saturday.")
    form.get_by_label("Name").fill("Gwen")
    form.get_by_role("button", name="Preview").click()
    form.get_by_role("region", name="Preview").wait_for()


def to_the_moderators(page: Page) -> None:
    page.get_by_label("Username").fill("mod")
    page.get_by_label("Password").fill("moss-and-lichen")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()


class Picture(NamedTuple):
    name: str
    address: str
    go: Callable[[Page], None]
    size: dict[str, int] = WIDE
    scheme: str = "light"


PICTURES = [
    Picture("conversation-light", ARTICLE, to_the_conversation),
    Picture("conversation-dark", ARTICLE, to_the_conversation, scheme="dark"),
    Picture("conversation-phone", ARTICLE, to_the_conversation, PHONE),
    Picture("reply", ARTICLE, to_a_reply),
    Picture("moderation", "/admin/comments/waiting/", to_the_moderators, WIDE),
]


def main() -> None:
    django.setup()
    with database.available(), demonstration() as address, sync_playwright() as playwright:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        for picture in PICTURES:
            page = browser.new_page(
                viewport=picture.size, color_scheme=picture.scheme, reduced_motion="reduce"
            )
            page.goto(address + picture.address)
            picture.go(page)
            page.screenshot(path=IMAGES / f"{picture.name}.png", caret="hide")
            page.close()
        browser.close()


@contextmanager
def demonstration() -> Iterator[str]:
    """The address of a site with the seed's articles, which are gone afterwards."""
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    runner.setup_test_environment()
    databases = runner.setup_databases()
    call_command("seed", verbosity=0)
    server = LiveServerThread("localhost", StaticFilesHandler)
    server.start()
    server.is_ready.wait()
    try:
        yield f"http://localhost:{server.port}"
    finally:
        server.terminate()
        connection.cursor().execute(LEAVE)
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main()
