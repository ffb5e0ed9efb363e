import pytest

from comments import actions, reading
from comments.models import Comment
from comments.rules import Verb
from tests.cast import alice, bob, converse, guest, make_article, mod, say
from tests.pages import flat, numbers, outline, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(title="The footbridge")


def outline_of(client, article, query=""):
    return outline(client.get(f"{article.get_absolute_url()}{query}"))


def test_an_empty_conversation_invites(client, article):
    page = soup(client.get(article.get_absolute_url()))
    assert page.select_one("#conversation .empty").text == (
        "Nobody has commented yet. The first word is yours."
    )


def test_a_conversation_is_nested_numbered_lists(client, article):
    converse(
        article,
        """
        Ada: Where does it go?
          Ben: Over the river.
            Ada: Thank you.
          Cem: Nowhere.
        Dot: I like it.
        """,
    )
    assert outline_of(client, article).splitlines() == [
        "1 Ada says: Where does it go?",
        "  1.1 Ben answers Ada: Over the river.",
        "    1.1.1 Ada answers Ben: Thank you.",
        "  1.2 Cem answers Ada: Nowhere.",
        "2 Dot says: I like it.",
    ]


def test_newest_first_turns_the_threads_but_not_their_replies(client, article):
    converse(article, "A: one\n  B: first\n  C: second\nD: two")
    assert outline_of(client, article, "?order=newest").splitlines() == [
        "2 D says: two",
        "1 A says: one",
        "  1.1 B answers A: first",
        "  1.2 C answers A: second",
    ]


def test_paragraphs_line_breaks_emoji_and_quotes_stay(client, article):
    say(article, "Ada", "“One” line\nnext 🙂\n\nNew paragraph’s")
    words = soup(client.get(article.get_absolute_url())).select_one(".words")
    assert words.decode_contents().strip() == (
        "<p>“One” line<br/>\nnext 🙂</p>\n<p>New paragraph’s</p>"
    )


def test_a_removed_comment_leaves_its_place_only_while_replies_are_seen(client, article):
    first, reply = converse(article, "Ada: secret words\n  Ben: I disagree")
    actions.moderate(Verb.REMOVE, first.pk, mod(), "rude")
    page = client.get(article.get_absolute_url())
    assert outline(page).splitlines() == [
        "1 Removed by a moderator.",
        "  1.1 Ben answers a comment that is gone: I disagree",
    ]
    assert "secret words" not in page.content.decode()
    assert "Ada" not in page.content.decode()
    actions.moderate(Verb.REMOVE, reply.pk, mod(), "too")
    assert outline_of(client, article) == ""


def test_of_a_comment_that_waits_again_it_is_not_told_who_hid_it(client, article):
    first, _reply = converse(article, "Ada: secret words\n  Ben: I disagree")
    actions.moderate(Verb.HOLD, first.pk, mod())
    assert outline_of(client, article).splitlines() == [
        "1 Hidden for now.",
        "  1.1 Ben answers a comment that is gone: I disagree",
    ]


def test_a_withdrawn_comment_says_who_took_it_back(client, article):
    author = guest("Gwen")
    first = say(article, author, "oops")
    say(article, "Ben", "what?", first)
    actions.withdraw(first.pk, author)
    assert outline_of(client, article).splitlines()[0] == "1 Withdrawn by its author."


def test_the_numbers_of_others_do_not_change(client, article):
    _, second, _ = converse(article, "A: one\nB: two\nC: three")
    actions.moderate(Verb.SPAM, second.pk, mod())
    say(article, "D", "four")
    assert numbers(client.get(article.get_absolute_url())) == ["1", "3", "4"]


def test_pages_hold_fifty_whole_threads_and_lead_on_and_back(client, article):
    for number in range(120):
        thread = say(article, "Ada", f"thread {number}")
        if number == 49:
            say(article, "Ben", "with a reply", thread)
    first = client.get(article.get_absolute_url())
    assert numbers(first) == [*map(str, range(1, 51)), "50.1"]
    second = client.get(article.get_absolute_url() + follow(first, "next"))
    assert numbers(second) == [*map(str, range(51, 101))]
    third = client.get(article.get_absolute_url() + follow(second, "next"))
    assert numbers(third) == [*map(str, range(101, 121))]
    assert follow(third, "next") is None
    back = client.get(article.get_absolute_url() + follow(third, "prev"))
    assert numbers(back) == numbers(second)


def test_pages_stay_whole_while_others_post_newest_first(client, article):
    for number in range(60):
        say(article, "Ada", f"thread {number}")
    first = client.get(f"{article.get_absolute_url()}?order=newest")
    say(article, "Ben", "just now")
    second = client.get(article.get_absolute_url() + follow(first, "next"))
    assert [*numbers(first), *numbers(second)] == [*map(str, range(60, 0, -1))]


def follow(response, rel):
    link = soup(response).select_one(f"nav.pages [rel={rel}]")
    return link["href"].removesuffix("#conversation") if link else None


@pytest.mark.parametrize("start", ["", "x", "-3", "0", "9" * 40, "1e3", "\x00"])
def test_a_made_up_page_is_no_error(client, article, start):
    say(article, "Ada", "hello")
    response = client.get(article.get_absolute_url(), {"from": start, "order": "sideways"})
    assert response.status_code == 200


def test_replies_beyond_the_deepest_list_stand_side_by_side(client, article):
    drawing = "\n".join(f"{'  ' * level}P{level}: w{level}" for level in range(9))
    converse(article, drawing)
    lines = outline_of(client, article).splitlines()
    assert [len(line) - len(line.lstrip()) for line in lines] == [0, 2, 4, 6, 8, 10, 12, 12, 12]
    assert lines[8].strip() == "1.1.1.1.1.1.1.1.1 P8 answers P7: w8"


def test_a_chain_of_five_hundred_is_one_page(client, article):
    parent = None
    for level in range(500):
        parent = say(article, "Ada", f"level {level}", parent)
    response = client.get(article.get_absolute_url())
    assert len(soup(response).select("#conversation li")) == 500
    deepest = client.get(parent.get_absolute_url())
    assert "level 499" in deepest.content.decode()
    assert len(soup(deepest).select("#conversation li")) == reading.ANCESTORS_SHOWN + 1


def test_a_very_long_thread_shows_its_first_part_and_goes_on(client, article, monkeypatch):
    monkeypatch.setattr(reading, "THREAD_ROWS", 3)
    monkeypatch.setattr(reading, "BRANCH_ROWS", 3)
    converse(article, "A: 1\n  B: 2\n  C: 3\n    D: 4\n  E: 5\n  F: 6\n  G: 7\nH: 8")
    first = client.get(article.get_absolute_url())
    assert numbers(first) == ["1", "1.1", "1.2", "2"]
    link = soup(first).select_one(".continued a")
    assert link.text == "Continue this thread (4 more)"
    seen = []
    while link:
        page = client.get(link["href"])
        seen += numbers(page)
        link = soup(page).select_one(".continued a")
    assert seen == ["1.2.1", "1.3", "1.4", "1.5"]


def test_a_held_comment_is_seen_by_its_author_alone_in_its_place(client, article):
    author = alice()
    first, _ = converse(article, "Ada: one\nBen: two")
    article.moderation = "hold"
    article.save()
    say(article, author, "my held reply", first)
    assert "my held reply" not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(bob())
    assert "my held reply" not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(author)
    page = client.get(article.get_absolute_url())
    assert outline(page).splitlines() == [
        "1 Ada says: one",
        "  alice answers Ada: my held reply",
        "2 Ben says: two",
    ]
    waiting = soup(page).select_one("li.waiting .notice")
    assert flat(waiting) == (
        "Waiting for a moderator. Only you can see this. "
        "Every comment on this article waits at first."
    )


def test_a_held_thread_stands_behind_the_last_for_its_author(client, article):
    say(article, "Ada", "one")
    article.moderation = "hold"
    article.save()
    say(article, alice(), "my held thread")
    client.force_login(alice())
    assert outline_of(client, article).splitlines()[-1] == "alice says: my held thread"
    assert outline_of(client, article, "?order=newest").splitlines()[0] == (
        "alice says: my held thread"
    )


def test_a_held_reply_to_what_is_gone_is_not_shown_out_of_place(client, article):
    first = say(article, "Ada", "one")
    article.moderation = "hold"
    article.save()
    say(article, alice(), "mine", first)
    actions.moderate(Verb.REMOVE, first.pk, mod(), "x")
    client.force_login(alice())
    assert outline_of(client, article) == ""


@pytest.mark.parametrize("threads", [1, 3, 50])
def test_the_page_costs_the_same_queries_however_much_is_on_it(
    client, article, threads, django_assert_num_queries
):
    for number in range(threads):
        say(article, "Ben", "answer", say(article, "Ada", f"thread {number}"))
    # The article with its counters; to make the page, its body and the comments.
    with django_assert_num_queries(3):
        client.get(article.get_absolute_url())
    with django_assert_num_queries(1):
        client.get(article.get_absolute_url())


def test_a_moderator_finds_the_way_to_moderate(client, article):
    comment = say(article, "Ada", "one")
    link = f"/admin/comments/comment/{comment.pk}/change/"
    assert link not in client.get(article.get_absolute_url()).content.decode()
    client.force_login(mod())
    assert link in client.get(article.get_absolute_url()).content.decode()


def test_crowded_pages_show_less_of_each_thread(article, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_ROWS", 6)
    monkeypatch.setattr(reading, "CROWDED_THREAD_ROWS", 2)
    converse(article, "\n".join(["A: x\n  B: y\n  C: z\n  D: w"] * 2))
    page = reading.conversation(article)
    assert [row.name for row in page.rows] == ["A", "B", "A", "B"]
    assert sorted(page.cut.values()) == [2, 2]
    assert Comment.objects.count() == 8
