"""What is laid out for programs is in no person's way."""

import pytest
from playwright.sync_api import expect

from comments import traps
from comments.models import Comment
from tests.browser.steps import findings, new_thread, open_reply, outline, post, write
from tests.cast import say
from tests.forms import stamp

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BAIT = "[name=subject]"
FOCUSED = "document.activeElement.name || document.activeElement.textContent"


def test_the_bait_cannot_be_reached_by_keys(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    form = open_reply(page, ada)
    form.get_by_label("Comment").press("Shift+Tab")
    before = page.evaluate(FOCUSED)
    met = []
    for _ in range(9):
        page.keyboard.press("Tab")
        met.append(page.evaluate(FOCUSED))
    assert form.locator(BAIT).count() == 1
    assert before != "subject"
    assert met[:4] == ["text", "name", "email", "website"]
    assert "subject" not in met


def test_the_bait_is_neither_seen_nor_read_out(page, address):
    page.goto(address)
    form = new_thread(page)
    told, seen = form.aria_snapshot(), form.screenshot()
    assert told.count("textbox") == 4
    form.locator(BAIT).evaluate("(field) => field.parentElement.remove()")
    assert (form.aria_snapshot(), form.screenshot()) == (told, seen)


def test_the_bait_is_no_obstacle(page, address):
    page.goto(address)
    assert new_thread(page).locator(BAIT).count() == 1
    assert findings(page) == []


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}], ids=["script", "plain"])
def test_who_fills_the_bait_waits(visit, address, options):
    page = visit(**options)
    page.goto(address)
    write(new_thread(page), "Cheap watches")
    new_thread(page).locator(BAIT).fill("Watches", force=True)
    post(new_thread(page))
    expect(page.get_by_text("Only you can see this.")).to_be_visible()
    assert Comment.objects.get().state == "held"


def test_who_posts_at_once_waits(page, address, monkeypatch):
    monkeypatch.setattr(traps, "stamp", lambda: stamp(0))
    page.goto(address)
    write(new_thread(page), "Cheap watches")
    post(new_thread(page))
    expect(page.get_by_role("status")).to_contain_text("waits for a moderator")
    assert Comment.objects.get().state == "held"


def test_one_page_posts_many_comments(page, address):
    page.goto(address)
    for text in ("First.", "Second."):
        write(new_thread(page), text)
        post(new_thread(page))
        expect(page.locator("article:focus")).to_contain_text(text)
    assert outline(page) == ["First.", "Second."]
    assert set(Comment.objects.values_list("state", flat=True)) == {"published"}
