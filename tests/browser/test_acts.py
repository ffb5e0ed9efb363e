"""A moderator's acts in the browser: on a phone, by keyboard, without the script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from comments import actions
from comments.models import Comment
from comments.rules import Verb
from tests.browser.steps import SERIOUS, findings
from tests.cast import alice, converse, make_article, mod

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 800}


@pytest.fixture
def said(transactional_db):
    return converse(make_article(), "Ada: One\n  Ben: Two\n    Cem: Three\nDee: Four")


@pytest.fixture
def phone(new_context, sign_in):
    """A moderator's. Unwatched: axe itself applies styles where Django's sheets import others."""
    page = new_context(viewport=PHONE).new_page()
    sign_in(page, mod())
    return page


@pytest.fixture
def visit(phone, live_server):
    return lambda address: phone.goto(live_server.url + address)


def page_of(comment) -> str:
    return f"/admin/comments/comment/{comment.pk}/change/"


def obstacles(page) -> list[str]:
    """In what is ours of an admin page; Django's frame is its own."""
    ours = next(each for each in (".moderation", "#result_list") if page.locator(each).count())
    found = Axe().run(page, ours).response["violations"]
    return [
        f"{each['id']}: {node['html']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def states() -> list[str]:
    return list(Comment.objects.order_by("id").values_list("state", flat=True))


def test_a_branch_is_removed_and_brought_back(phone, visit, said):
    visit(page_of(said[0]))
    phone.get_by_label("The whole branch").check()
    phone.get_by_label("In your words").fill("Off topic")
    phone.get_by_role("button", name="Remove", exact=True).press("Enter")
    expect(phone.get_by_text("This will remove 3 comments by 3 people.")).to_be_visible()
    assert (obstacles(phone), fits(phone), set(states())) == ([], True, {"published"})
    phone.get_by_role("button", name="Remove 3 comments").press("Enter")
    expect(phone.get_by_text("3 comments removed.")).to_be_visible()
    phone.locator(".messagelist").get_by_role("link", name="Undo").press("Enter")
    expect(phone.get_by_text("removed → published 3")).to_be_visible()
    assert (obstacles(phone), fits(phone)) == ([], True)
    phone.get_by_role("button", name="Undo").press("Enter")
    expect(phone.get_by_text("3 comments are as they were.")).to_be_visible()
    assert set(states()) == {"published"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_log_and_a_comment_s_history_are_read_by_all(phone, visit, said, scheme):
    phone.emulate_media(color_scheme=scheme)
    decision = actions.moderate(Verb.REMOVE, said[0].pk, mod(), "Rude", branch=True)
    actions.undo(decision.pk, alice())
    actions.move(said[1].pk, mod(), said[3].pk)
    actions.mark(Verb.PIN, said[0].pk, mod())
    for address in ("/admin/comments/decision/", page_of(said[0])):
        visit(address)
        assert (obstacles(phone), fits(phone)) == ([], True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_read_by_all(page, live_server, said, scheme):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    for verb, comment in ((Verb.CLOSE, 1), (Verb.PIN, 0), (Verb.PIN, 3), (Verb.PICK, 3)):
        actions.mark(verb, said[comment].pk, mod())
    page.goto(live_server.url + said[0].article.get_absolute_url())
    expect(page.get_by_text("Closed to replies")).to_be_visible()
    assert (findings(page), fits(page)) == ([], True)
    page.get_by_label("The comment by Dee in the conversation").press("Enter")
    expect(page.locator(f"#c-{said[3].pk}")).to_be_in_viewport()


def test_it_all_goes_without_the_script(new_context, live_server, said, sign_in):
    page = new_context(java_script_enabled=False, viewport=PHONE).new_page()
    sign_in(page, mod())
    page.goto(live_server.url + page_of(said[0]))
    page.get_by_role("button", name="Pin").click()
    page.locator(".messagelist").get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("It is undone.")).to_be_visible()
    assert not Comment.objects.filter(pinned=True).exists()
