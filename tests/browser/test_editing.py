import pytest
from playwright.sync_api import expect

from comments import actions
from comments.models import Comment
from tests.browser.steps import conversation, new_thread, outline, post, reply_form, said, write
from tests.cast import bob, person, say

pytestmark = pytest.mark.browser


@pytest.fixture
def mine(page, address, article, sign_in) -> Comment:
    """What bob, who is signed in, has just written, and one answer to it."""
    mine = say(article, bob(), "Frist.")
    say(article, "Ada", "Indeed.", mine)
    sign_in(page, bob())
    page.goto(address)
    return mine


def test_an_edit_changes_the_comment_in_place(page, mine):
    edit(page, mine, "First.")
    expect(said(page, mine)).to_be_focused()
    expect(said(page, mine)).to_contain_text("edited")
    expect(page.get_by_role("status")).to_have_text("Your comment is changed.")
    assert outline(page) == ["First.", "  Indeed."]
    before = conversation(page)
    page.reload()
    assert conversation(page) == before


def test_a_guest_can_edit_what_was_just_posted(page, address):
    page.goto(address)
    write(new_thread(page), "Frist.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Frist.")
    edit(page, Comment.objects.get(), "First.")
    expect(page.locator("article:focus")).to_contain_text("First.")


def test_a_second_tab_is_told_of_the_first(page, mine, address):
    other = page.context.new_page()
    other.goto(address)
    said(other, mine).get_by_role("link", name="Edit").click()
    form = reply_form(other, mine)
    form.get_by_label("Comment").fill("Fist.")
    edit(page, mine, "First.")
    expect(said(page, mine)).to_contain_text("First.")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_role("alert")).to_contain_text("edited in another window")
    expect(form.locator("pre")).to_have_text("First.")
    form.get_by_role("button", name="Save").click()
    expect(said(other, mine)).to_contain_text("Fist.")


def test_a_draft_of_an_older_text_is_back_and_meets_the_newer_one(page, mine):
    said(page, mine).get_by_role("link", name="Edit").click()
    reply_form(page, mine).get_by_label("Comment").fill("Fist.")
    actions.edit(mine.pk, person(bob()), "First.", mine.revision)
    page.reload()
    said(page, mine).get_by_role("link", name="Edit").click()
    form = reply_form(page, mine)
    expect(form.get_by_label("Comment")).to_have_value("Fist.")
    form.get_by_role("button", name="Save").click()
    expect(form.locator("pre")).to_have_text("First.")
    page.reload()
    said(page, mine).get_by_role("link", name="Edit").click()
    expect(form.get_by_label("Comment")).to_have_value("Fist.")


def test_escape_closes_the_form_and_shows_the_comment_again(page, mine):
    said(page, mine).get_by_role("link", name="Edit").click()
    expect(reply_form(page, mine).get_by_label("Comment")).to_be_focused()
    expect(said(page, mine).locator(".words")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(said(page, mine).get_by_role("link", name="Edit")).to_be_focused()
    expect(said(page, mine).locator(".words")).to_be_visible()


def test_withdrawing_leaves_the_place_of_an_answered_comment(page, mine):
    said(page, mine).get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(said(page, mine)).to_have_text("1 Withdrawn by its author.")
    assert outline(page) == ["  Indeed."]


def test_withdrawing_a_comment_that_nobody_answered_leaves_nothing(page, mine, address, article):
    alone = say(article, person(bob()), "Never mind.")
    page.goto(address)
    said(page, alone).get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page).to_have_url(f"{address}#conversation")
    expect(page.get_by_role("status").first).to_have_text("Your comment is withdrawn.")
    expect(page.get_by_text("Never mind.")).to_have_count(0)


def edit(page, comment: Comment, text: str) -> None:
    said(page, comment).get_by_role("link", name="Edit").click()
    reply_form(page, comment).get_by_label("Comment").fill(text)
    reply_form(page, comment).get_by_role("button", name="Save").click()
