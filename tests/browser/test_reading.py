import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment
from comments.seeding.plan import SeedArticle, SeedComment
from comments.seeding.planting import plant
from tests.browser.steps import item, open_reply, outline, overflows, post, said, write
from tests.cast import converse, make_article, say

PHONE = {"width": 390, "height": 844}

pytestmark = pytest.mark.browser


def test_a_thread_is_read_from_the_front_page(page, live_server, article):
    converse(
        article,
        """
        Ada: Where does it go?
          Ben: Over the river.
            Ada: Thank you.
        Cem: Let us mend it.
        """,
    )
    page.goto(live_server.url)
    page.get_by_role("link", name="4 comments").click()
    said = ["Where does it go?", "  Over the river.", "    Thank you.", "Let us mend it."]
    assert outline(page) == said
    expect(page.locator("#conversation .number")).to_have_text(["1", "1.1", "1.1.1", "2"])


def test_times_are_told_relative_and_in_full(page, address, article):
    ada = say(article, "Ada", "Now.")
    page.goto(address)
    time = said(page, ada).locator("time")
    expect(time).to_have_text("now")
    assert ":" in time.get_attribute("title")


def test_an_address_of_a_comment_opens_its_closed_branch(page, address, article):
    _ada, ben = converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(address)
    page.get_by_text("Replies 1").click()
    expect(said(page, ben)).to_be_hidden()
    page.evaluate(f"location.hash = 'c-{ben.pk}'")
    expect(said(page, ben)).to_be_in_viewport()


def test_an_address_of_a_comment_on_another_page_leads_there(page, live_server, address):
    ada = say(make_article(title="Elsewhere"), "Ada", "I am not here.")
    page.goto(f"{address}#c-{ada.pk}")
    expect(page).to_have_url(f"{live_server.url}/comments/{ada.pk}/#c-{ada.pk}")
    expect(said(page, ada)).to_be_in_viewport()


def test_an_address_of_no_comment_ends_at_a_missing_page(page, address):
    page.goto(f"{address}#c-123")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing is here")


def test_nothing_makes_a_phone_scroll_sideways(page, address, article):
    page.set_viewport_size(PHONE)
    last = say(article, "N" * 80, f"{'w' * 400}\n\n```\n{'c' * 400}\n```\n\n`{'d' * 200}`")
    for _ in range(60):
        last = say(article, "W" * 80, "https://example.org/" + "x" * 200, last)
    page.goto(address)
    assert not overflows(page)
    said(page, last).get_by_role("link", name="Reply").click()
    expect(item(page, last).get_by_label("Comment")).to_be_focused()
    assert not overflows(page)


def test_a_list_within_words_is_no_list_of_comments(page, address, article):
    say(article, "Cem", "- two\n- three", say(article, "Ada", "one"))
    page.goto(address)
    looks = """(point) => {
        const style = getComputedStyle(point);
        return [style.marginTop, style.listStyleType];
    }"""
    points = page.locator(".words li")
    assert [point.evaluate(looks) for point in points.all()] == [["0px", "disc"]] * 2


def test_a_wide_table_in_an_article_scrolls_by_itself(page, live_server, transactional_db):
    row = "|" + " wide-column |" * 20
    wide = make_article(body=f"{row}\n{'|---' * 20}|\n{row}\n\n```\n{'c' * 400}\n```")
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + wide.get_absolute_url())
    assert not overflows(page)


def test_a_chain_of_500_answers_can_be_read_and_answered(page, live_server, transactional_db):
    planted([SeedComment("Ada", f"Step {depth}.", depth) for depth in range(1, 501)])
    page.goto(f"{live_server.url}/articles/large/")
    expect(page.locator("#conversation li")).to_have_count(500)
    last = Comment.objects.get(level=499)
    form = open_reply(page, last)
    write(form, "Still here.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Still here.")


def test_2000_comments_can_be_read_and_answered(page, live_server, transactional_db):
    thread = [SeedComment("Ada", "A thread.", 1), *[SeedComment("Ben", "An answer.", 2)] * 39]
    planted(thread * 50)
    page.goto(f"{live_server.url}/articles/large/")
    expect(page.locator("#conversation li")).to_have_count(2000)
    page.keyboard.press("j")
    page.keyboard.press("r")
    form = page.locator("#conversation form.write")
    write(form, "Still here.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Still here.")


def test_print_shows_words_alone(page, address, article):
    converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(address)
    page.get_by_text("Replies 1").click()
    page.emulate_media(media="print")
    expect(page.get_by_text("There.")).to_be_visible()
    for gone in ("form", "footer", ".keys", "header nav"):
        expect(page.locator(gone).first).to_be_hidden()


def planted(comments: list[SeedComment]) -> None:
    plant(SeedArticle("large", "Large", "Alice", "", "Words.", 1, comments), timezone.now())
