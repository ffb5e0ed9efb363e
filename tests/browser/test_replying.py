import pytest
from playwright.sync_api import expect

from articles.models import Article
from comments import actions
from comments.models import Comment
from comments.rendering import DEEPEST_LIST
from comments.rules import Verb
from config.rates import Deed, limit_from
from tests.browser.steps import (
    conversation,
    item,
    new_thread,
    open_reply,
    outline,
    post,
    reply_form,
    said,
    write,
)
from tests.cast import bob, converse, drawn, make_article, mod, say

pytestmark = pytest.mark.browser


def test_a_first_reply_appears_where_it_stands_after_a_reload(page, address, article):
    ada, _cem = converse(article, "Ada: Where?\nCem: Why?")
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "Over the river.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Over the river.")
    expect(page.get_by_role("status")).to_have_text("Your comment is published.")
    assert outline(page) == ["Where?", "  Over the river.", "Why?"]
    assert_same_after_reload(page)


def test_a_second_reply_comes_last_and_raises_every_count(page, address, article):
    ada, ben, *_ = converse(article, "Ada: Where?\n  Ben: There.\n    Ada: Ah.\n  Cem: No, here.")
    page.goto(address)
    form = open_reply(page, ben)
    write(form, "Thanks.")
    post(form)
    expect(item(page, ada).locator("> details > summary")).to_have_text("Replies 4")
    expect(item(page, ben).locator("> details > summary")).to_have_text("Replies 2")
    expect(page.locator("#conversation-title")).to_have_text("Comments 5")
    assert_same_after_reload(page)


def test_beneath_the_deepest_list_a_reply_follows_the_branch(page, address, article):
    deep = [say(article, "Ada", "Step 0.")]
    for number in range(1, DEEPEST_LIST + 2):
        deep.append(say(article, "Ada", f"Step {number}.", deep[-1]))
    for parent in (deep[-2], deep[-1], deep[-2]):
        page.goto(address)
        form = open_reply(page, parent)
        write(form, "Deeper.")
        post(form)
        expect(page.locator("article:focus")).to_contain_text("Deeper.")
        assert_same_after_reload(page)


def test_a_new_thread_comes_last_and_the_form_is_ready_for_another(page, address, article):
    say(article, "Ada", "Where?")
    page.goto(address)
    for text in ("First.", "Second."):
        write(new_thread(page), text)
        post(new_thread(page))
        expect(page.locator("article:focus")).to_contain_text(text)
        expect(new_thread(page).get_by_label("Comment")).to_have_value("")
    assert outline(page) == ["Where?", "First.", "Second."]
    assert_same_after_reload(page)


def test_the_first_comment_ends_the_emptiness(page, address):
    page.goto(address)
    expect(page.get_by_text("Nobody has commented yet.")).to_be_visible()
    write(new_thread(page), "First.")
    post(new_thread(page))
    expect(page.get_by_text("Nobody has commented yet.")).to_have_count(0)
    assert_same_after_reload(page)


def test_a_new_thread_comes_first_where_the_newest_do(page, address, article):
    converse(article, "Ada: Where?\nBen: Why?")
    page.goto(f"{address}?order=newest")
    write(new_thread(page), "When?")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("When?")
    assert outline(page) == ["When?", "Why?", "Where?"]
    assert_same_after_reload(page)


def test_a_new_thread_that_belongs_on_another_page_is_shown_there(page, address, article):
    for number in range(51):
        say(article, "Ada", f"Thread {number}.")
    page.goto(address)
    write(new_thread(page), "At the end.")
    post(new_thread(page))
    expect(page.locator("#conversation").get_by_text("At the end.")).to_be_in_viewport()
    expect(page).to_have_url(f"{address}?from=52#c-{Comment.objects.latest('id').pk}")


def test_a_reply_on_a_comments_own_page_appears_in_its_branch(page, live_server, article):
    _ada, ben = converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(live_server.url + ben.get_absolute_url())
    form = open_reply(page, ben)
    write(form, "Thanks.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Thanks.")
    assert_same_after_reload(page)


def test_a_reply_to_what_stands_above_a_branch_is_shown_where_it_belongs(
    page, live_server, address, article
):
    ada, ben = converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(live_server.url + ben.get_absolute_url())
    form = open_reply(page, ada)
    write(form, "Or here.")
    post(form)
    expect(page.locator(":target")).to_contain_text("Or here.")
    expect(page).to_have_url(f"{address}#c-{Comment.objects.latest('id').pk}")


def test_a_closed_branch_opens_for_the_reply_to_it(page, address, article):
    ada, ben = converse(article, "Ada: Where?\n  Ben: There.")
    page.goto(address)
    page.get_by_text("Replies 1").click()
    form = open_reply(page, ada)
    write(form, "Or here.")
    post(form)
    expect(said(page, ben)).to_be_visible()
    expect(page.locator("article:focus")).to_contain_text("Or here.")


def test_one_form_is_open_at_a_time(page, address, article):
    ada, ben = converse(article, "Ada: Where?\nBen: Why?")
    page.goto(address)
    open_reply(page, ada)
    expect(reply_form(page, ada).get_by_label("Comment")).to_be_focused()
    open_reply(page, ben)
    expect(reply_form(page, ben)).to_be_visible()
    expect(reply_form(page, ada)).to_have_count(0)


def test_the_same_link_closes_its_form_and_so_does_cancel(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    link = said(page, ada).get_by_role("link", name="Reply")
    link.click()
    expect(link).to_have_attribute("aria-expanded", "true")
    link.click()
    expect(reply_form(page, ada)).to_have_count(0)
    link.click()
    reply_form(page, ada).get_by_role("button", name="Cancel").click()
    expect(link).to_be_focused()


def test_a_double_click_posts_once(page, address, article):
    page.goto(address)
    write(new_thread(page), "Once.")
    new_thread(page).get_by_role("button", name="Post").dblclick()
    expect(page.locator("article:focus")).to_contain_text("Once.")
    page.reload()
    assert outline(page) == ["Once."]


def test_an_error_keeps_the_words_and_takes_the_focus(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "There.", name="")
    post(form)
    expect(form.get_by_label("Name")).to_be_focused()
    expect(form.get_by_label("Name")).to_have_accessible_description("Please give a name.")
    expect(form.get_by_label("Comment")).to_have_value("There.")
    write(form, "There.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("There.")


def test_a_comment_that_is_gone_keeps_the_words_of_its_answer(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "There.")
    actions.moderate(Verb.REMOVE, ada.pk, mod())
    post(form)
    expect(form.get_by_role("alert")).to_contain_text("The comment you answer is no longer there.")
    expect(form.get_by_label("Comment")).to_have_value("There.")


def test_a_lost_answer_is_told_beside_the_button_and_a_retry_posts_once(page, address, article):
    page.goto(address)
    write(new_thread(page), "Once.")

    def lose_the_answer(route):
        route.fetch()
        route.abort()

    page.route("**/comments/", lose_the_answer, times=1)
    post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_contain_text("Your words are kept")
    expect(new_thread(page).get_by_label("Comment")).to_have_value("Once.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Once.")
    assert drawn(article) == "Gwen: Once."


def test_a_form_that_cannot_be_fetched_is_told_beside_its_link(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    page.route("**/reply/", lambda route: route.abort(), times=1)
    said(page, ada).get_by_role("link", name="Reply").click()
    expect(said(page, ada).get_by_role("alert")).to_contain_text("please try again")
    expect(open_reply(page, ada).get_by_label("Comment")).to_be_focused()
    expect(said(page, ada).get_by_role("alert")).to_have_count(0)


def test_a_server_in_trouble_is_told_beside_the_button(page, address):
    page.goto(address)
    write(new_thread(page), "Later.")
    page.route("**/comments/", lambda route: route.fulfill(status=503, body="<p>Busy</p>"), times=1)
    post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_contain_text("please try again")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Later.")


def test_who_posts_too_often_is_told_and_keeps_the_words(page, address, settings):
    settings.LIMITS = {**settings.LIMITS, Deed.POSTING: limit_from("1/60, 1/60")}
    page.goto(address)
    for text in ("Once.", "Again."):
        write(new_thread(page), text)
        post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_contain_text("Please wait a few minutes")
    expect(new_thread(page).get_by_role("alert")).to_be_focused()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("Again.")
    assert outline(page) == ["Once."]


def test_a_preview_stands_above_the_form_and_leaves_the_focus(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "**There**, of course.")
    form.get_by_role("button", name="Preview").press("Enter")
    expect(form.get_by_role("region", name="Preview").locator("strong")).to_have_text("There")
    expect(form.get_by_role("button", name="Preview")).to_be_focused()
    expect(form.get_by_label("Comment")).to_have_value("**There**, of course.")
    assert drawn(article) == "Ada: Where?"


def test_what_is_wrong_with_long_words_is_seen_beneath_them(visit, address):
    page = visit(viewport={"width": 390, "height": 780})
    page.goto(address)
    form = new_thread(page)
    write(form, "word " * 2_001)
    post(form)
    expect(form.locator(".error")).to_be_in_viewport(ratio=1)
    expect(form.get_by_label("Comment")).to_be_focused()


def test_the_characters_left_are_told_near_the_limit(page, address):
    page.goto(address)
    field = new_thread(page).get_by_label("Comment")
    field.fill("a" * 8_999)
    expect(new_thread(page).locator(".left")).to_have_count(0)
    field.fill("a" * 9_998 + "😀")
    expect(new_thread(page).locator(".left")).to_have_text("Characters left: 1")
    field.fill("a" * 10_003)
    expect(new_thread(page).locator(".left")).to_have_text("Characters too many: 3")
    expect(page.get_by_role("status")).to_have_text("Characters too many: 3")


def test_a_held_comment_is_seen_by_its_author_alone(page, visit, live_server, transactional_db):
    held = make_article(moderation="hold")
    page.goto(live_server.url + held.get_absolute_url())
    write(new_thread(page), "Let me in.")
    post(new_thread(page))
    expect(page.get_by_role("status")).to_contain_text("waits for a moderator")
    expect(page.locator("article:focus")).to_contain_text("Only you can see this.")
    assert_same_after_reload(page)
    stranger = visit()
    stranger.goto(live_server.url + held.get_absolute_url())
    assert outline(stranger) == []


def test_ones_own_waiting_replies_keep_their_order(page, address, article):
    chain = [say(article, "Ada", "Step 0.")]
    for number in range(1, DEEPEST_LIST + 1):
        chain.append(say(article, "Ada", f"Step {number}.", chain[-1]))
    Article.objects.update(moderation="hold")
    page.goto(address)
    for text in ("First.", "Second."):
        form = open_reply(page, chain[-1])
        write(form, text)
        post(form)
        expect(page.locator("article:focus")).to_contain_text(text)
    assert_same_after_reload(page)


def test_ones_own_held_thread_with_answers_stands_on_the_page_once(page, address, article, sign_in):
    mine = say(article, bob(), "Hold me.")
    say(article, "Ada", "Well said.", mine)
    actions.moderate(Verb.HOLD, mine.pk, mod())
    sign_in(page, bob())
    page.goto(address)
    assert outline(page) == ["Hold me.", "  Well said."]


def test_a_signed_in_visitor_gives_no_name(page, address, article, sign_in):
    sign_in(page, bob())
    page.goto(address)
    expect(new_thread(page).get_by_label("Name")).to_have_count(0)
    write(new_thread(page), "It is me.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("bob says:")
    assert_same_after_reload(page)


def test_a_moderators_own_reply_shows_the_same_ways_on(page, address, article, sign_in):
    ada = say(article, "Ada", "Where?")
    sign_in(page, mod())
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "There.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Moderate")
    assert_same_after_reload(page)


def test_without_javascript_plain_pages_do_the_same(visit, address, article):
    ada = say(article, "Ada", "Where?")
    page = visit(java_script_enabled=False)
    page.goto(address)
    said(page, ada).get_by_role("link", name="Reply").click()
    form = page.locator("form.write")
    write(form, "There.", name="")
    post(form)
    expect(page.get_by_text("Please give a name.")).to_be_visible()
    write(form, "There.")
    form.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview")).to_contain_text("There.")
    post(form)
    expect(page.locator(":target")).to_contain_text("There.")
    expect(page).to_have_url(f"{address}#c-{Comment.objects.latest('id').pk}")
    assert drawn(article) == "Ada: Where?\n  Gwen: There."


def assert_same_after_reload(page) -> None:
    before = conversation(page)
    page.reload()
    assert conversation(page) == before
