"""Every page, light and dark: axe-core finds nothing serious, contrast included."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from comments import actions
from comments.models import Comment
from comments.rules import Verb
from tests.browser.steps import findings, new_thread, open_reply, post, write
from tests.cast import alice, bob, converse, make_article, mod, person, say

SCHEMES = ["light", "dark"]

pytestmark = pytest.mark.browser


@pytest.fixture(params=SCHEMES)
def page(page, request):
    page.emulate_media(color_scheme=request.param)
    return page


def test_reading(page, live_server, transactional_db):
    # The accounts of the seed join groups, which the tests' cast makes.
    mod(), alice()
    call_command("seed", verbosity=0)
    deep = Comment.objects.filter(level=8, visible=True).first()
    slugs = ("footbridge", "tide-table", "market-signs")
    addresses = ["/", *(f"/articles/{slug}/" for slug in slugs), deep.get_absolute_url()]
    assert _obstacles(page, live_server, *addresses) == []


def test_empty_closed_and_missing(page, live_server, transactional_db):
    empty, closed = make_article(), make_article(title="Closed", comments="closed")
    addresses = ["/", "/nothing/", empty.get_absolute_url(), closed.get_absolute_url()]
    assert _obstacles(page, live_server, *addresses) == []


def test_account(page, live_server, sign_in, transactional_db):
    assert _obstacles(page, live_server, "/account/sign-in/") == []
    expect(page).to_have_title("Sign in · Understory")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Username").fill("nobody")
    page.get_by_label("Password").fill("nothing")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert findings(page) == []
    sign_in(page, bob())
    assert _obstacles(page, live_server, "/account/password/") == []


def test_one_s_own_comment(page, live_server, article, sign_in):
    mine = say(article, bob(), "Frist.")
    sign_in(page, bob())
    addresses = [f"/comments/{mine.pk}/{verb}/" for verb in ("reply", "edit", "withdraw")]
    assert _obstacles(page, live_server, *addresses) == []


def test_reports_appeals_and_what_came_of_them(page, live_server, address, article, sign_in):
    ada, mine = say(article, "Ada", "Where?"), say(article, bob(), "Frist.")
    brought_back = say(article, bob(), "Second.")
    for comment in (mine, brought_back):
        actions.moderate(Verb.REMOVE, comment.pk, mod())
    actions.appeal(brought_back.pk, person(bob()), "Why?")
    actions.moderate(Verb.RESTORE, brought_back.pk, mod())
    sign_in(page, bob())
    own = f"/comments/{mine.pk}/appeal/"
    report = f"/comments/{ada.pk}/flag/"
    assert _obstacles(page, live_server, article.get_absolute_url(), report, own) == []
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("You asked for another look").first).to_be_visible()
    assert _obstacles(page, live_server, report, "/comments/yours/") == []
    page.goto(live_server.url + report)
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("Please choose what is wrong with it.")).to_be_visible()
    assert findings(page) == []
    page.get_by_label("It is spam").check()
    page.get_by_role("button", name="Report").click()
    expect(page.get_by_text("You reported this")).to_be_visible()
    assert _obstacles(page, live_server, article.get_absolute_url(), report) == []


def test_writing(page, address, article):
    ada, _ben = converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(f"{address}#c-{ada.pk}")
    form = open_reply(page, ada)
    write(form, "a" * 9_900)
    form.get_by_role("button", name="Preview").click()
    expect(form.get_by_role("region", name="Preview")).to_be_visible()
    write(form, "", name="")
    post(form)
    expect(form.get_by_text("Please write something.")).to_be_visible()
    assert findings(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert findings(page) == []


def test_waiting(page, live_server, transactional_db):
    page.goto(live_server.url + make_article(moderation="hold").get_absolute_url())
    write(new_thread(page), "Let me in.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Only you can see this.")
    assert findings(page) == []


def _obstacles(page, live_server, *addresses: str) -> list[str]:
    found = []
    for address in addresses:
        page.goto(live_server.url + address)
        found += [f"{address} {finding}" for finding in findings(page)]
    return found
