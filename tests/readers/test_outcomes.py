"""Authors are told what became of their comments, in place; others are not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import actions, waiting
from comments.actions.base import record_decision
from comments.models import Decision, Reason
from comments.rules import Suspicion, Verb
from comments.states import Change, apply
from tests.cast import bob, charlie, converse, guest, make_article, mod, person, say
from tests.pages import numbers, outline, soup
from tests.readers.asking import footer, of, told

pytestmark = pytest.mark.django_db

REMOVED = "A moderator removed this comment. Only you can still read it."
SPAM = "A moderator took this for spam. Only you can still read it."
HELD = "Waiting for a moderator. Only you can see this."


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def comment(article):
    return say(article, bob(), "my words")


def remove(comment, **said) -> Decision:
    """As a moderator who says why."""
    decision = record_decision(Verb.REMOVE, mod(), comment, **said)
    apply(comment, [Change(comment.pk, comment.state, "removed")], decision.decided_at, decision)
    return decision


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        (Verb.REMOVE, [REMOVED]),
        (Verb.SPAM, [SPAM]),
        (Verb.HOLD, [f"{HELD} A moderator has put it back for another look."]),
    ],
)
@pytest.mark.parametrize("answered", [False, True], ids=["alone", "answered"])
def test_the_author_reads_on_and_is_told(article, comment, verb, words, answered):
    if answered:
        say(article, "Ada", "an answer", comment)
    actions.moderate(verb, comment.pk, mod(), "for moderators alone")
    for place in (article.get_absolute_url(), comment.get_absolute_url()):
        page = of(bob()).get(place)
        assert outline(page).splitlines()[0] == "1 bob says: my words"
        assert "for moderators alone" not in page.content.decode()
        assert told(of(bob()), comment, place) == words


@pytest.mark.parametrize("verb", [Verb.REMOVE, Verb.SPAM, Verb.HOLD])
def test_others_see_what_they_saw(article, comment, verb):
    say(article, "Ada", "an answer", comment)
    actions.moderate(verb, comment.pk, mod())
    # Twice: the author's page must not be kept for the next reader.
    of(bob()).get(article.get_absolute_url())
    for reader in (Client(), of(charlie()), of(guest())):
        page = reader.get(article.get_absolute_url()).content.decode()
        assert ("my words" in page, "Only you" in page, "bob" in page) == (False, False, False)


def test_the_moderators_words_are_told_if_the_decision_says_so(article):
    cause = Reason.objects.create(name="Rude", words="Speak <b>about</b> the matter.")
    said = {"cause": cause, "reason": "Not about people."}
    told_why, untold = (say(article, bob(), text) for text in ("one", "two"))
    remove(told_why, tells_author=True, **said)
    remove(untold, tells_author=False, **said)
    words = ["Speak <b>about</b> the matter.", "Not about people."]
    assert told(of(bob()), told_why) == [REMOVED, *words]
    assert told(of(bob()), untold) == [REMOVED]


def test_why_it_waits_is_told_without_what_was_found(article):
    found = [
        Suspicion("links", "https://a.example", name="Many links"),
        Suspicion("bait", "casino"),
    ]
    comment = actions.post(article, person(bob()), "words", suspicions=found).comment
    page = of(bob()).get(article.get_absolute_url()).content.decode()
    assert ("a.example" in page, "casino" in page) == (False, False)
    assert told(of(bob()), comment) == [
        f"{HELD} Why: Many links; an automatic check was not sure about it."
    ]


def test_what_was_removed_stands_where_it_stood(article):
    _, mine, _ = converse(article, "Ada: one\nBob: two\nCem: three")
    author = of(person_of(mine))
    actions.moderate(Verb.REMOVE, mine.pk, mod())
    assert numbers(author.get(article.get_absolute_url())) == ["1", "2", "3"]
    newest = author.get(f"{article.get_absolute_url()}?order=newest")
    assert numbers(newest) == ["3", "2", "1"]
    assert numbers(Client().get(article.get_absolute_url())) == ["1", "3"]


def person_of(comment):
    from comments.people import Person

    return Person(guest=comment.guest)


def test_it_stands_on_one_page_alone(article):
    author = guest("Gwen")
    said = [say(article, author if n in {0, 49, 50, 55} else "Ada", str(n)) for n in range(110)]
    for n in (0, 49, 50, 55):
        actions.moderate(Verb.REMOVE, said[n].pk, mod())
    for order in ("?", "?order=newest&"):
        shown, address = [], f"{article.get_absolute_url()}{order}"
        while address:
            page = of(author).get(address)
            shown += numbers(page)
            following = soup(page).select_one(".pages [rel=next]")
            address = following and article.get_absolute_url() + following["href"]
        expected = [str(n) for n in range(1, 111)]
        assert shown == (expected if order == "?" else expected[::-1])


def test_a_reply_to_what_is_gone_is_on_its_own_page(article):
    parent = say(article, "Ada", "one")
    mine = say(article, bob(), "two", parent)
    actions.moderate(Verb.REMOVE, parent.pk, mod(), branch=True)
    assert "two" not in of(bob()).get(article.get_absolute_url()).content.decode()
    assert told(of(bob()), mine, mine.get_absolute_url()) == [REMOVED]


def test_what_its_author_withdrew_is_gone_for_them_too(article, comment):
    actions.withdraw(comment.pk, person(bob()))
    assert "my words" not in of(bob()).get(article.get_absolute_url()).content.decode()
    assert of(bob()).get(comment.get_absolute_url()).status_code == 404


def test_who_has_written_nothing_costs_no_more_statements(article):
    reader = of(charlie())
    say(article, "Ada", "hers")
    reader.get(article.get_absolute_url())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            reader.get(article.get_absolute_url())
        counts.append(len([q for q in asked if "comments_" in q["sql"]]))
        flagged = say(make_article(title="Other"), "Ada", "elsewhere")
        actions.flag(flagged.pk, person(charlie()), "abuse")
    # The article with its counters, and what is the reader's own.
    assert counts == [2, 2]


@pytest.mark.parametrize("own", [1, 3, 50])
def test_what_one_is_told_costs_one_statement_more(article, own):
    for number in range(own):
        mine = say(article, bob(), str(number))
        actions.moderate(Verb.REMOVE, mine.pk, mod())
    reader = of(bob())
    with CaptureQueriesContext(connection) as asked:
        page = reader.get(article.get_absolute_url())
    assert len(soup(page).select(".taken")) == own
    told_by = [q["sql"] for q in asked if "comments_appeal appeal" in q["sql"]]
    assert len(told_by) == 1


def test_a_flagged_one_that_waits_says_no_more_than_others(article, comment):
    """Its author is not told that somebody has reported it."""
    actions.flag(comment.pk, guest(), "abuse")
    waiting.refresh([comment.pk])
    assert footer(of(bob()), comment) == "Reply Edit Withdraw"
    assert told(of(bob()), comment) == []
