import pytest
from playwright.sync_api import expect

from comments.models import Comment
from tests.browser.steps import item, new_thread, open_reply, post, reply_form, said, write
from tests.cast import bob, drawn, make_article, say

NO_STORAGE = """
Object.defineProperty(window, "localStorage", { get() { throw new Error("switched off"); } });
"""
FULL_STORAGE = "Storage.prototype.setItem = () => { throw new Error('full'); };"

pytestmark = pytest.mark.browser


def test_a_draft_is_back_after_a_reload(page, address):
    page.goto(address)
    write(new_thread(page), "Half a thou")
    page.reload()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("Half a thou")
    expect(page.locator(".restored")).to_contain_text("Your draft is back.")
    page.get_by_role("button", name="Discard it").click()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("")
    page.reload()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("")


def test_a_draft_survives_a_crash(page, address):
    page.goto(address)
    write(new_thread(page), "Half a thou")
    other = page.context.new_page()
    page.close(run_before_unload=False)
    other.goto(address)
    expect(new_thread(other).get_by_label("Comment")).to_have_value("Half a thou")


def test_each_place_has_a_draft_of_its_own(page, live_server, address, article):
    ada, ben = say(article, "Ada", "Where?"), say(article, "Ben", "Why?")
    page.goto(address)
    write(open_reply(page, ada), "To Ada.")
    page.keyboard.press("Escape")
    write(open_reply(page, ben), "To Ben.")
    expect(open_reply(page, ada).get_by_label("Comment")).to_have_value("To Ada.")
    expect(new_thread(page).get_by_label("Comment")).to_have_value("")
    page.goto(f"{live_server.url}/comments/{ben.pk}/reply/")
    expect(page.get_by_label("Comment")).to_have_value("To Ben.")


def test_a_draft_ends_with_its_success(page, address, article):
    ada = say(article, "Ada", "Where?")
    page.goto(address)
    form = open_reply(page, ada)
    write(form, "There.")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("There.")
    expect(open_reply(page, ada).get_by_label("Comment")).to_have_value("")
    assert not page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('draft:'))")


def test_a_draft_never_covers_what_the_server_put_into_the_form(page, live_server, article):
    address = f"{live_server.url}/comments/{say(article, 'Ada', 'Where?').pk}/reply/"
    page.goto(address)
    write(page.locator("form.write"), "A draft.")
    page.route(address, lambda route: _put_into_form(route, "Typed later."))
    page.reload()
    expect(page.get_by_label("Comment")).to_have_value("Typed later.")


def test_words_survive_an_expired_session(page, address, article):
    page.goto(address)
    write(new_thread(page), "After a long lunch.")
    page.context.clear_cookies()
    post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_contain_text("open for too long")
    expect(new_thread(page).get_by_label("Comment")).to_have_value("After a long lunch.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("After a long lunch.")
    assert drawn(article) == "Gwen: After a long lunch."


def test_an_expired_page_asks_no_account_for_its_name(page, address, article, sign_in):
    sign_in(page, bob())
    page.goto(address)
    write(new_thread(page), "After a long lunch.")
    page.context.clear_cookies(name="csrftoken")
    post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_contain_text("open for too long")
    expect(new_thread(page).get_by_label("Name")).to_have_count(0)
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("bob says:")


def test_words_survive_a_refusal_and_a_reload_after_it(page, address, article):
    page.goto(address)
    write(new_thread(page), "a" * 10_001)
    post(new_thread(page))
    expect(new_thread(page).get_by_label("Comment")).to_be_focused()
    page.reload()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("a" * 10_001)


def test_a_post_whose_answer_was_lost_leaves_no_draft(page, address, article):
    page.goto(address)
    write(new_thread(page), "I *was* here.")
    page.route("**/comments/", lambda route: (route.fetch(), route.abort()), times=1)
    post(new_thread(page))
    expect(new_thread(page).get_by_role("alert")).to_be_visible()
    page.reload()
    expect(page.get_by_text("I was here.")).to_be_visible()
    expect(new_thread(page).get_by_label("Comment")).to_have_value("")


def test_an_edit_has_a_draft_on_top_of_what_it_changes(page, address, article):
    page.goto(address)
    write(new_thread(page), "Frist.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Frist.")
    mine = Comment.objects.get()
    said(page, mine).get_by_role("link", name="Edit").click()
    reply_form(page, mine).get_by_label("Comment").fill("First, I said.")
    page.reload()
    said(page, mine).get_by_role("link", name="Edit").click()
    expect(item(page, mine).get_by_label("Comment")).to_have_value("First, I said.")
    page.get_by_role("button", name="Discard it").click()
    expect(item(page, mine).get_by_label("Comment")).to_have_value("Frist.")


def test_a_guests_name_is_there_the_next_time(page, live_server, address):
    page.goto(address)
    form = new_thread(page)
    write(form, "Hello.", name="Gwen")
    form.get_by_label("E-mail").fill("gwen@example.org")
    post(form)
    expect(page.locator("article:focus")).to_contain_text("Hello.")
    page.goto(live_server.url + make_article(title="Another").get_absolute_url())
    expect(new_thread(page).get_by_label("Name")).to_have_value("Gwen")
    expect(new_thread(page).get_by_label("E-mail")).to_have_value("gwen@example.org")


@pytest.mark.parametrize("script", [NO_STORAGE, FULL_STORAGE], ids=["none", "full"])
def test_without_storage_one_can_still_write(page, address, script):
    page.add_init_script(script)
    page.goto(address)
    write(new_thread(page), "Hello.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Hello.")


def test_back_and_forward_posts_nothing_twice(page, live_server, address, article):
    page.goto(address)
    write(new_thread(page), "Once.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Once.")
    page.goto(live_server.url)
    page.go_back()
    expect(page.get_by_text("Once.")).to_be_visible()
    expect(new_thread(page).get_by_role("button", name="Post")).to_be_enabled()
    page.reload()
    assert drawn(article) == "Gwen: Once."


def _put_into_form(route, words: str) -> None:
    response = route.fetch()
    route.fulfill(
        response=response, body=response.text().replace("</textarea>", f"{words}</textarea>")
    )
