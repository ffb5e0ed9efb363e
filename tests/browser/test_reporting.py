"""Reports and appeals in place, by keys, by fingers and without JavaScript."""

import pytest
from playwright.sync_api import expect

from comments import actions
from comments.models import Appeal, Flag
from comments.rules import Verb
from config.rates import Deed, limit_from
from tests.browser.steps import conversation, overflows, reply_form, said
from tests.cast import bob, converse, mod, say

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True}


@pytest.fixture
def ada(article):
    ada, _ben = converse(article, "Ada: Where?\n  Ben: There.")
    return ada


@pytest.fixture
def removed(page, article, sign_in):
    """What bob, who is signed in, has written, and a moderator has removed."""
    mine = say(article, bob(), "Frist.")
    actions.moderate(Verb.REMOVE, mine.pk, mod())
    sign_in(page, bob())
    return mine


def opened(page, comment, name="Report"):
    said(page, comment).get_by_role("link", name=name).click()
    return reply_form(page, comment)


def test_by_keys(page, address, ada):
    page.goto(address)
    said(page, ada).get_by_role("link", name="Report").press("Enter")
    form = reply_form(page, ada)
    expect(form.get_by_label("It is abusive")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Sells stamps.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status")).to_have_text(
        "Thank you. Moderators will look at this comment."
    )
    expect(said(page, ada)).to_be_focused()
    expect(said(page, ada)).to_contain_text("You reported this")
    assert list(Flag.objects.values_list("reason", "words")) == [("spam", "Sells stamps.")]
    before = conversation(page)
    page.reload()
    assert conversation(page) == before


def test_a_report_is_taken_back_in_place(page, address, ada):
    page.goto(address)
    form = opened(page, ada)
    form.get_by_label("It is off topic").check()
    form.get_by_role("button", name="Report").dblclick()
    expect(said(page, ada)).to_contain_text("You reported this")
    form = opened(page, ada, "take back")
    expect(form).to_contain_text("You reported this comment: off topic.")
    form.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("status")).to_have_text("Your report is taken back.")
    expect(said(page, ada).get_by_role("link", name="Report")).to_be_visible()
    assert Flag.objects.count() == 0


def test_escape_and_cancel_close_the_form(page, address, ada):
    page.goto(address)
    for close in (
        lambda form: form.get_by_label("It is spam").press("Escape"),
        lambda form: form.get_by_role("button", name="Cancel").click(),
    ):
        close(opened(page, ada))
        expect(reply_form(page, ada)).to_have_count(0)
        expect(said(page, ada).get_by_role("link", name="Report")).to_be_focused()


def test_a_reason_must_be_chosen_and_words_are_kept(page, address, ada):
    page.goto(address)
    form = opened(page, ada)
    form.get_by_label("Anything to add?").fill("A long story.")
    form.get_by_role("button", name="Report").click()
    expect(form).to_contain_text("Please choose what is wrong with it.")
    expect(form.get_by_label("It is abusive")).to_be_focused()
    expect(form.get_by_label("Anything to add?")).to_have_value("A long story.")


def test_who_reports_too_often_is_told(page, address, ada, settings):
    settings.LIMITS = {**settings.LIMITS, Deed.FLAGGING: limit_from("1/60, 1/60")}
    page.goto(address)
    for comment in (ada, ada.children.get()):
        form = opened(page, comment)
        form.get_by_label("It is spam").check()
        form.get_by_role("button", name="Report").click()
    expect(form.get_by_role("alert")).to_contain_text("Please wait a few minutes")
    expect(form.get_by_role("alert")).to_be_focused()
    expect(form.get_by_label("It is spam")).to_be_checked()


def test_an_author_asks_for_another_look(page, address, removed):
    page.goto(address)
    expect(said(page, removed)).to_contain_text("A moderator removed this comment.")
    form = opened(page, removed, "Ask for another look")
    expect(form.get_by_label("What should a moderator know?")).to_be_focused()
    page.keyboard.type("It was a joke.")
    form.get_by_role("button", name="Ask for another look").click()
    expect(page.get_by_role("status")).to_have_text("A moderator will look at your comment again.")
    expect(said(page, removed)).to_contain_text("You asked for another look")
    assert Appeal.objects.get().words == "It was a joke."
    before = conversation(page)
    page.reload()
    assert conversation(page) == before


@pytest.mark.parametrize("scripted", [True, False])
def test_by_fingers(visit, address, article, scripted):
    for number in range(20):
        ada = say(article, "Ada", f"Thread {number}.")
    page = visit(java_script_enabled=scripted, **PHONE)
    page.goto(address)
    said(page, ada).get_by_role("link", name="Report").tap()
    expect(page.get_by_text("What is wrong with it?")).to_be_visible()
    if scripted:
        assert not overflows(page)
    page.get_by_label("It is illegal").tap()
    page.get_by_role("button", name="Report").tap()
    expect(said(page, ada)).to_contain_text("You reported this")
    if not scripted:
        # The page opens far beneath its beginning.
        expect(page.get_by_text("Thank you.")).to_be_in_viewport(ratio=1)
    said(page, ada).get_by_role("link", name="take back").tap()
    page.get_by_role("button", name="Take it back").tap()
    expect(said(page, ada).get_by_role("link", name="Report")).to_be_visible()
    assert Flag.objects.count() == 0


def test_the_button_back_leads_to_what_is_so_now(visit, address, ada):
    page = visit(java_script_enabled=False)
    page.goto(address)
    said(page, ada).get_by_role("link", name="Report").click()
    page.get_by_label("It is illegal").check()
    page.get_by_role("button", name="Report").click()
    expect(said(page, ada)).to_contain_text("You reported this")
    page.go_back()
    page.get_by_role("button", name="Take it back").click()
    expect(said(page, ada).get_by_role("link", name="Report")).to_be_visible()
    assert Flag.objects.count() == 0
