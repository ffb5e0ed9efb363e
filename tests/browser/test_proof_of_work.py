"""A reader's browser does its bit of work unnoticed, and no word is lost where it cannot."""

import time

import pytest
from playwright.sync_api import expect

from comments import actions, proof
from comments.models import Comment
from comments.rules import Verb
from tests.browser.steps import item, new_thread, open_reply, outline, post, write
from tests.cast import bob, guest, mod, say
from tests.pages import other_pages

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHALLENGE = "**/comments/challenge/"
PLAIN = {"java_script_enabled": False}
WAITS = "Only you can see this."


@pytest.fixture(autouse=True)
def asked(settings):
    settings.PROOF_OF_WORK = True
    with other_pages():
        yield


@pytest.fixture
def unanswered(page):
    """Challenges that the server has not sent yet."""
    waiting = []

    def wait(route):
        waiting.append(route)

    page.route(CHALLENGE, wait)
    yield waiting
    page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def challenges(page):
    """The challenges that the page has asked for."""
    asked = []
    page.on("request", lambda sent: asked.append(sent.url) if "/challenge/" in sent.url else None)
    return asked


def found():
    """State and reasons of each comment, in the order in which they were written."""
    comments = Comment.objects.order_by("id")
    return [(each.state, *each.holds.values_list("code", flat=True)) for each in comments]


def test_who_writes_is_published(page, address, challenges):
    page.goto(address)
    write(new_thread(page), "I read it all.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("I read it all.")
    assert found() == [("published",)]
    assert len(challenges) == 1


def test_who_only_reads_is_asked_for_nothing(page, address, article, challenges):
    say(article, "Ada", "Why?")
    page.goto(address)
    page.keyboard.press("j")
    expect(page.locator("article:focus")).to_contain_text("Why?")
    assert (challenges, page.workers) == ([], [])


def test_a_reply_and_then_a_thread_bring_one_each(page, address, article, challenges):
    ada = say(article, "Ada", "Why?")
    page.goto(address)
    write(open_reply(page, ada), "Because.")
    post(page.locator(f"#c-{ada.pk} > form.write"))
    expect(item(page, ada).locator("article:focus")).to_contain_text("Because.")
    page.context.clear_cookies(name="guest")
    write(new_thread(page), "And so on.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("And so on.")
    assert outline(page) == ["Why?", "  Because.", "And so on."]
    assert found() == [("published",)] * 3
    assert len(challenges) == 2


def test_after_a_mistake_and_a_preview_it_still_counts(page, address):
    page.goto(address)
    write(new_thread(page), "Words", name="")
    post(new_thread(page))
    expect(new_thread(page).locator(".error")).to_have_text("Please give a name.")
    write(new_thread(page), "More words")
    new_thread(page).get_by_role("button", name="Preview").click()
    expect(new_thread(page).locator(".preview")).to_contain_text("More words")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("More words")
    assert found() == [("published",)]


def test_without_scripts_the_comment_waits(visit, address):
    page = visit(**PLAIN)
    page.goto(address)
    write(new_thread(page), "No scripts here.")
    post(new_thread(page))
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert found() == [("held", "no-proof")]
    actions.moderate(Verb.PUBLISH, Comment.objects.get().pk, mod())
    page.goto(address)
    write(new_thread(page), "They know me now.")
    post(new_thread(page))
    expect(page.get_by_text("They know me now.")).to_be_visible()
    assert found()[1] == ("published",)


def test_an_account_works_for_nothing(page, address, sign_in, challenges):
    sign_in(page, bob())
    page.goto(address)
    write(new_thread(page), "It is me.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("It is me.")
    assert (found(), challenges) == ([("published",)], [])


@pytest.mark.parametrize("fault", ["no answer", "nonsense"])
def test_where_none_is_to_be_had_the_words_arrive_all_the_same(page, address, fault):
    answers = {
        "no answer": lambda route: route.abort(),
        "nonsense": lambda route: route.fulfill(body="<h1>Sign in to the hotel</h1>"),
    }
    page.route(CHALLENGE, answers[fault])
    page.goto(address)
    write(new_thread(page), "Is anybody there?")
    post(new_thread(page))
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert outline(page) == ["Is anybody there?"]
    assert found() == [("held", "no-proof")]


@pytest.mark.usefixtures("unanswered")
def test_who_would_wait_for_long_is_held_instead(page, address):
    page.goto(address)
    write(new_thread(page), "Is anybody there?")
    post(new_thread(page))
    expect(page.get_by_text(WAITS)).to_be_visible()
    assert found() == [("held", "no-proof")]


def test_what_was_too_late_for_one_comment_is_there_for_the_next(
    page, address, challenges, unanswered
):
    page.goto(address)
    write(new_thread(page), "At once.")
    post(new_thread(page))
    expect(page.get_by_text(WAITS)).to_be_visible()
    unanswered[0].continue_()
    write(new_thread(page), "Later.")
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("Later.")
    assert found() == [("held", "no-proof"), ("published",)]
    assert len(challenges) == 1


def test_one_that_is_out_of_date_is_found_anew(page, address, challenges, unanswered, monkeypatch):
    page.clock.install()
    page.goto(address)
    with page.expect_worker() as solver, page.expect_request(CHALLENGE):
        write(new_thread(page), "A long text.")
    while not unanswered:
        page.evaluate("0")  # lets what the browser has said come in
    with solver.value.expect_event("close"):
        unanswered[0].continue_()
    page.unroute(CHALLENGE)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + proof.LASTS)
    page.clock.fast_forward(proof.LASTS * 1000)
    post(new_thread(page))
    expect(page.locator("article:focus")).to_contain_text("A long text.")
    assert found() == [("published",)]
    assert len(challenges) == 2


def test_it_says_for_how_long_it_is_good(page, address):
    page.goto(address)
    lasts, found = page.evaluate(
        """async () => {
            const { challenge, solver } = document.querySelector("form.write").dataset;
            const worker = new Worker(solver);
            worker.postMessage(challenge);
            const { data } = await new Promise((resolve) => { worker.onmessage = resolve; });
            return [data.lasts, data.proof];
        }"""
    )
    assert proof.LASTS * 1000 - 5_000 <= lasts <= proof.LASTS * 1000
    assert proof.suspicions(found, guest()) == []
