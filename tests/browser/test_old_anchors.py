"""Links from before the site came here: the browser keeps their anchors, no server sees them."""

from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from comments.models import Comment, ImportRun, OldAddress
from comments.seeding.plan import SeedArticle, SeedComment
from comments.seeding.planting import plant
from tests.browser.steps import said

pytestmark = pytest.mark.browser

OLD = "/2012/bridge/"


@pytest.fixture
def comments(live_server):
    """Of a conversation of two pages, as comment-0 and so on."""
    talk = [SeedComment("Ada", f"Words {number}.", 1) for number in range(60)]
    plant(SeedArticle("bridge", "The bridge", "Alice", "", "Words.", 1, talk), timezone.now())
    run = ImportRun.objects.create(source="there", format="wxr", files="x", fingerprint=uuid4())
    place = {"run": run, "address": "there.example/2012/bridge", "article": Article.objects.get()}
    OldAddress.objects.create(**place)
    found = list(Comment.objects.order_by("ordinal"))
    for number, comment in enumerate(found):
        OldAddress.objects.create(**place, comment=comment, fragment=f"comment-{number}")
    return found


def test_it_leads_to_the_comment_on_this_page(page, live_server, comments):
    page.goto(f"{live_server.url}{OLD}#comment-40")
    place = f"{live_server.url}/articles/bridge/#c-{comments[40].pk}"
    expect(page).to_have_url(place)
    expect(said(page, comments[40])).to_be_in_viewport()


def test_it_leads_to_the_comment_on_another_page(page, live_server, comments):
    page.goto(f"{live_server.url}{OLD}#comment-55")
    place = f"{live_server.url}/articles/bridge/?from=56#c-{comments[55].pk}"
    expect(page).to_have_url(place)
    expect(said(page, comments[55])).to_be_in_viewport()


def test_an_anchor_that_nobody_knows_leaves_the_reader_at_the_article(page, live_server, comments):
    with page.expect_response("**/old/comment-99/") as answer:
        page.goto(f"{live_server.url}{OLD}#comment-99")
    assert answer.value.status == 404
    expect(page).to_have_url(f"{live_server.url}/articles/bridge/#comment-99")
    expect(page.get_by_role("heading", level=1)).to_have_text("The bridge")


def test_without_scripts_it_leads_to_the_comment_on_this_page(visit, live_server, comments):
    page = visit(java_script_enabled=False)
    page.goto(f"{live_server.url}{OLD}#comment-40")
    expect(said(page, comments[40])).to_be_in_viewport()
    marked = "(item) => getComputedStyle(item).boxShadow !== 'none'"
    assert [said(page, comments[n]).evaluate(marked) for n in (40, 41)] == [True, False]
