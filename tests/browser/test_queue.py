"""A moderator's ten minutes: by keyboard, by touch, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from comments import actions
from comments.models import Decision, Reason, Waiting
from comments.rules import Verb
from tests.browser.steps import findings, overflows
from tests.cast import alice, bob, make_article, mod, say
from tests.moderation.desk import states
from tests.moderation.queue import QUEUE, flag, held

pytestmark = pytest.mark.browser


@pytest.fixture
def article(transactional_db):
    return make_article()


@pytest.fixture
def waiting(article):
    return [held(f"Words {number}", article=article) for number in range(4)]


@pytest.fixture
def queue(live_server, sign_in):
    """Open the queue as a moderator."""

    def open_queue(page, query=""):
        sign_in(page, mod())
        page.goto(f"{live_server.url}{QUEUE}{query}")
        return page

    return open_queue


def card(page, comment):
    return page.locator(f"#w-{comment.pk} > article")


def status(page):
    return page.locator("#said")


def test_one_after_the_other_by_keys(page, queue, waiting):
    flagged = flag(say(waiting[0].article, bob(), "Flagged")).comment
    queue(page)
    page.keyboard.press("j")
    expect(card(page, flagged)).to_be_focused()
    page.keyboard.press("p")
    expect(card(page, waiting[0])).to_be_focused()
    expect(status(page)).to_have_text("1 comment left as it is. Undo")
    expect(page).to_have_title("(4) Waiting | Understory")
    page.keyboard.press("s")
    expect(card(page, waiting[1])).to_be_focused()
    page.keyboard.press("j")
    expect(card(page, waiting[2])).to_be_focused()
    page.keyboard.press("p")
    expect(status(page)).to_have_text("1 comment published. Undo")
    page.keyboard.press("k")
    expect(card(page, waiting[1])).to_be_focused()
    expect(page.locator("#waits")).to_have_text("2")
    assert states(flagged, *waiting) == ["published", "spam", "held", "published", "held"]


def test_the_newest_is_told_whatever_comes_back_first(page, queue, waiting):
    late = []
    queue(page)
    page.route("**/decide/", lambda route: late.append(route) if not late else route.continue_())
    page.keyboard.press("j")
    page.keyboard.press("s")
    expect(card(page, waiting[1])).to_be_focused()
    page.keyboard.press("p")
    expect(status(page)).to_have_text("1 comment published. Undo")
    with page.expect_response("**/decide/"):
        late[0].continue_()
    expect(page.locator("#queue > li[hidden]")).to_have_count(0)
    expect(status(page)).to_have_text("1 comment published. Undo")
    assert states(*waiting) == ["spam", "published", "held", "held"]


def test_a_removal_by_keys(page, queue, waiting):
    Reason.objects.create(name="Rudeness", words="Please be kind.")
    queue(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(card(page, waiting[0]).get_by_role("combobox", name="Reason")).to_be_focused()
    page.keyboard.press("Enter")
    expect(card(page, waiting[0])).to_contain_text("Please say why")
    page.keyboard.type("Not here, p or s.")
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("1 comment removed. Undo")
    expect(card(page, waiting[1])).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.press("R")
    page.keyboard.press("Enter")
    expect(page.locator("#waits")).to_have_text("2")
    decided = Decision.objects.order_by("id").values_list("cause__name", "reason")
    assert list(decided) == [(None, "Not here, p or s."), ("Rudeness", "")]


def test_escape_leaves_the_reason(page, queue, waiting):
    queue(page)
    for key in ("j", "j", "r", "Escape"):
        page.keyboard.press(key)
    expect(card(page, waiting[1])).to_be_focused()
    expect(page.locator(".removal[open]")).to_have_count(0)


def test_more_comes_before_the_end(page, queue, article):
    comments = [held(str(number), article=article) for number in range(30)]
    queue(page)
    expect(page.locator("#queue > li")).to_have_count(20)
    for _ in range(13):
        page.keyboard.press("j")
    expect(page.locator("#queue > li")).to_have_count(20)
    for _ in range(13):
        page.keyboard.press("p")
    expect(page.locator("#queue > li:not([hidden])")).to_have_count(17)
    expect(card(page, comments[29])).to_be_attached()


def test_nothing_is_left(page, queue, article):
    held(article=article)
    queue(page)
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(page.get_by_text("Nothing waits. Thank you.")).to_be_focused()
    expect(page).to_have_title("(0) Waiting | Understory")


def test_who_comes_second_is_told(page, queue, waiting):
    queue(page)
    actions.moderate(Verb.SPAM, waiting[0].pk, alice())
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(status(page)).to_contain_text("Meanwhile alice has marked it as spam.")
    expect(card(page, waiting[0])).to_have_count(0)
    assert states(waiting[0]) == ["spam"]


def test_what_cannot_be_sent_comes_back(page, queue, waiting):
    queue(page)
    page.route("**/decide/", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(status(page)).to_contain_text("This could not be sent.")
    expect(card(page, waiting[0])).to_be_visible()
    assert states(waiting[0]) == ["held"]


def test_the_keys_are_explained(page, queue, waiting):
    queue(page)
    page.keyboard.press("?")
    expect(page.get_by_text("next, previous")).to_be_visible()


def test_by_touch_on_a_phone(visit, queue, waiting):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    queue(page)
    assert not overflows(page)
    buttons = card(page, waiting[0]).locator(".buttons > .button, summary")
    heights = [box.bounding_box()["height"] for box in buttons.all()]
    assert min(heights) >= 44
    card(page, waiting[0]).get_by_role("button", name="Publish").tap()
    expect(status(page)).to_have_text("1 comment published. Undo")
    card(page, waiting[1]).get_by_text("Remove…").tap()
    card(page, waiting[1]).get_by_label("In your words").fill("Rude")
    card(page, waiting[1]).get_by_role("button", name="Remove", exact=True).tap()
    expect(page.locator("#waits")).to_have_text("2")
    assert states(*waiting) == ["published", "removed", "held", "held"]


def test_without_javascript(visit, queue, waiting):
    page = visit(java_script_enabled=False)
    queue(page)
    card(page, waiting[1]).get_by_role("button", name="Publish").click()
    expect(page.get_by_text("1 comment published.")).to_be_visible()
    expect(card(page, waiting[2])).to_be_in_viewport()
    card(page, waiting[2]).get_by_text("Remove…").click()
    card(page, waiting[2]).get_by_label("In your words").fill("Rude")
    card(page, waiting[2]).get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("1 comment removed.")).to_be_visible()
    assert states(*waiting) == ["held", "published", "removed", "held"]


def test_many_at_once_go_on_by_themselves(page, queue, waiting, monkeypatch):
    monkeypatch.setattr("comments.moderation.queue.many.BATCH", 1)
    queue(page)
    page.get_by_label("all 4 that wait").check()
    page.get_by_role("button", name="Publish or keep…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish or keep 4 comments")
    page.get_by_role("button", name="Publish or keep 4 comments").click()
    expect(page.get_by_text("4 comments published or kept.")).to_be_visible()
    assert Waiting.objects.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way(page, queue, waiting, scheme, complaints):
    page.emulate_media(color_scheme=scheme)
    flag(say(waiting[0].article, bob(), "Flagged"), words="Calls me names.")
    held("A reply", article=waiting[0].article, parent=say(waiting[0].article, "Ada", "Parent"))
    queue(page)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.press("Escape")
    page.get_by_text("Narrow and search").click()
    assert complaints == []
    assert findings(page) == []
    # axe tries inline styles where a page has many sheets; the policy forbids them.
    complaints.clear()


def test_the_last_one_can_be_taken_back(page, queue, waiting, monkeypatch):
    address = f"{QUEUE}?undo"
    monkeypatch.setattr("comments.moderation.queue.deciding.undo_address", lambda _: address)
    queue(page)
    page.keyboard.press("j")
    page.keyboard.press("p")
    expect(status(page).get_by_role("link", name="Undo")).to_have_attribute("href", address)
    page.keyboard.press("u")
    expect(page).to_have_url(re.compile(r"\?undo$"))
