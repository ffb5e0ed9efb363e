import pytest
from playwright.sync_api import expect

from tests.browser.steps import item, new_thread, reply_form, said
from tests.cast import converse, say

pytestmark = pytest.mark.browser


def test_from_the_front_page_to_a_posted_reply_by_keys_alone(page, live_server, article):
    ada, ben, _cem = converse(article, "Ada: Where?\n  Ben: There.\nCem: Why?")
    page.goto(live_server.url)
    tab_to(page, "The footbridge")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("The footbridge")
    page.keyboard.press("j")
    expect(said(page, ada)).to_be_focused()
    tab_to(page, "Replies 1")
    page.keyboard.press("Enter")
    expect(said(page, ben)).to_be_hidden()
    page.keyboard.press("Enter")
    tab_to(page, "Reply to Ben")
    page.keyboard.press("Enter")
    expect(reply_form(page, ben).get_by_label("Comment")).to_be_focused()
    page.keyboard.type("Not j or ? here.")
    page.keyboard.press("Tab")
    page.keyboard.type("Gwen")
    page.keyboard.press("Enter")
    expect(page.locator("article:focus")).to_contain_text("Not j or ? here.")


def test_j_and_k_walk_over_the_threads(page, address, article):
    ada, _ben, cem = converse(article, "Ada: Where?\n  Ben: There.\nCem: Why?")
    page.goto(address)
    for key, comment in [("j", ada), ("n", cem), ("j", cem), ("k", ada), ("p", ada)]:
        page.keyboard.press(key)
        expect(said(page, comment)).to_be_focused()


def test_r_replies_to_the_comment_in_focus_and_escape_comes_back(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(item(page, ada).get_by_label("Comment")).to_be_focused()
    page.keyboard.press("Escape")
    expect(said(page, ada).get_by_role("link", name="Reply")).to_be_focused()


def test_keys_with_modifiers_are_the_browsers(page, address, article):
    say(article, "Ada", "Where?")
    page.goto(address)
    for key in ("Control+j", "Alt+j", "Meta+j"):
        page.keyboard.press(key)
    expect(page.locator("article:focus")).to_have_count(0)


def test_the_keys_explain_themselves_and_can_be_switched_off(page, address, article):
    say(article, "Ada", "Where?")
    page.goto(address)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("To the next thread")
    dialog.get_by_label("Use keys of one letter").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    expect(page.locator("article:focus")).to_have_count(0)
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="All keys").click()
    expect(dialog.get_by_label("Use keys of one letter")).not_to_be_checked()


def test_control_and_enter_send_the_form(page, address):
    page.goto(address)
    new_thread(page).get_by_label("Name").fill("Gwen")
    new_thread(page).get_by_label("Comment").fill("Sent.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("article:focus")).to_contain_text("Sent.")


def test_the_first_tab_leads_past_the_head(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the text")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def tab_to(page, name: str, limit: int = 40) -> None:
    focused = page.locator(":focus")
    for _ in range(limit):
        page.keyboard.press("Tab")
        if name in (focused.get_attribute("aria-label") or focused.inner_text()):
            return
    raise AssertionError(f"no way to {name} by Tab")
