"""What a rule would have held of the past, told as of when each comment was written."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import actions
from comments.models import Flag
from comments.people import Person
from comments.rulebook.backtest import backtest
from comments.rulebook.kinds import Kind
from comments.rulebook.shelf import terms_of
from comments.rules import Verb
from tests.cast import bob, charlie, guest, make_article, mod, person, say
from tests.rulebook.test_likeness import BAD, LIKE, MONTH, OTHER

NOW = timezone.now()


@pytest.fixture
def ago(monkeypatch):
    """A clock that shows so many minutes before now."""

    @contextmanager
    def at(minutes):
        with monkeypatch.context() as patch:
            patch.setattr("django.utils.timezone.now", lambda: NOW - timedelta(minutes=minutes))
            yield

    return at


@pytest.fixture
def written(article, ago):
    """Says something so many minutes ago."""

    def write(text, minutes, author="Ada", parent=None, under=article):
        with ago(minutes):
            return say(under, author, text, parent)

    type(article).objects.update(published_at=NOW - timedelta(days=9))
    article.refresh_from_db()
    return write


@pytest.fixture
def decided(ago):
    def decide(verb, comment, minutes=0):
        with ago(minutes):
            actions.moderate(verb, comment.pk, mod(), "Why")

    return decide


def held(kind, number=0, minutes=0, *, words="", article=None, most=1_000):
    """What it would have held, the newest first, and why."""
    result = backtest(terms_of(kind, number, minutes, words), article and article.pk, most)
    assert result.held == len(result.samples)
    return [(sample.comment.text, sample.evidence) for sample in result.samples]


def test_links_and_words(written):
    written("https://a.example.org/ https://b.example.org/", 3)
    written("casino", 2)
    written("fine", 1, author=guest("Casino"))
    assert [why for _, why in held("links", 1)] == ["2 links; limit 1"]
    assert held("words", words="casino") == [("fine", "casino"), ("casino", "casino")]


def test_only_the_last_are_asked_about_and_only_the_articles(written, article):
    other = make_article(title="Other", published_at=NOW - timedelta(days=9))
    for minutes in range(5):
        written(f"casino {minutes}", minutes)
    written("casino there", 9, under=other)
    result = backtest(terms_of("words", 0, 0, "casino"), None, 2)
    assert (result.total, result.held, result.percent) == (2, 2, 100)
    assert [sample.comment.text for sample in result.samples] == ["casino 0", "casino 1"]
    assert held("words", words="casino", article=other) == [("casino there", "casino")]
    assert held("words", words="nothing") == []
    assert backtest(terms_of("links", 1, 0, ""), make_article(title="Empty").pk, 9).percent == 0


def test_what_moderators_had_decided(written, decided):
    published, removed, spam, undecided, withdrawn = (written("casino", n) for n in range(5))
    decided(Verb.HOLD, published)
    decided(Verb.PUBLISH, published)
    decided(Verb.REMOVE, removed)
    decided(Verb.SPAM, spam)
    actions.withdraw(withdrawn.pk, Person(guest=withdrawn.guest))
    result = backtest(terms_of("words", 0, 0, "casino"), None, 100)
    assert result.verdicts == {"published": 1, "removed": 1, "spam": 1, "undecided": 2}
    assert undecided.pk in {sample.comment.pk for sample in result.samples}


def test_first_comments_as_of_then(written, decided):
    gwen = guest("Gwen")
    first = written("first", 50, gwen)
    written("second", 40, gwen)
    decided(Verb.REMOVE, first, 35)
    written("third", 30, gwen)
    decided(Verb.RESTORE, first, 25)
    written("fourth", 20, gwen)
    written("of bob", 10, person(bob()))
    written("of bob again", 5, person(bob()))
    assert held("first", 1) == [
        ("of bob", "first comment by this person"),
        ("first", "first comment by this person"),
    ]
    assert held("first", 2) == [
        ("of bob again", "1 published so far; 2 wanted"),
        ("of bob", "first comment by this person"),
        ("third", "1 published so far; 2 wanted"),
        ("second", "1 published so far; 2 wanted"),
        ("first", "first comment by this person"),
    ]


def test_what_was_held_at_first_counts_from_when_it_was_published(written, decided, article):
    article.moderation = "hold"
    article.save()
    gwen = guest("Gwen")
    comment = written("first", 50, gwen)
    written("second", 40, gwen)
    decided(Verb.PUBLISH, comment, 30)
    written("third", 20, gwen)
    assert [text for text, _ in held("first", 1)] == ["second", "first"]


def test_speed_and_heat_as_of_then(written):
    gwen = guest("Gwen")
    root = written("root", 60, gwen)
    for minutes in (30, 28, 26, 10):
        written(f"at {minutes}", minutes, gwen, root)
    written("of another", 26, guest("Ada"))
    assert held("speed", 2, 5) == [("at 26", "3 comments in 5 minutes; limit 2")]
    assert held("heat", 2, 5) == [("at 26", "3 replies in this thread in 5 minutes; limit 2")]
    # What is older is counted too.
    result = backtest(terms_of("speed", 2, 5, ""), None, 3)
    assert [sample.comment.text for sample in result.samples] == ["at 26"]


def test_age_and_flags(written, article):
    article.published_at = NOW - timedelta(days=3)
    article.save()
    written("old", 1)
    new = written("new", 2 * 24 * 60)
    for user in (bob(), charlie()):
        Flag.objects.create(article=article, comment=new, author=user, reason="spam")
    assert held("age", 1) == [("old", "2 days after the article; limit 1")]
    assert held("flags", 2) == [("new", "flagged by 2 people")]


def test_likeness_as_of_then(written, decided):
    bad = written(BAD, 5_000)
    written(LIKE, 4_900)
    decided(Verb.SPAM, bad, 4_000)
    written(LIKE + " again", 3_000)
    written(OTHER, 2_000)
    written(f"> {OTHER}\nIndeed", 1_900)
    written(OTHER, 100)
    assert [why.partition("% ")[2] for _, why in held("likeness", 60, MONTH)] == [
        "like one marked as spam",
        "like one posted before",
    ]
    # What was taken away before those that are asked about is known.
    assert len(held("likeness", 60, MONTH, most=4)) == 1
    assert held("likeness", 60, 1) == [(LIKE, "64% like one posted before")]


def test_spam_is_judged_without_its_own_lesson(written, decided):
    comments = [written(f"casino {'x' * 5}{n}", n) for n in range(30)]
    hams = [written(f"bridge {'y' * 5}{n}", 100 + n) for n in range(30)]
    for comment in comments:
        decided(Verb.SPAM, comment)
    for comment in hams:
        decided(Verb.HOLD, comment)
        decided(Verb.PUBLISH, comment)
    lone = written("unheard of words", 500)
    decided(Verb.SPAM, lone)
    result = backtest(terms_of("spam", 90, 0, ""), None, 100)
    assert result.held == 30
    assert lone.pk not in {sample.comment.pk for sample in result.samples}


@pytest.mark.parametrize("kind", Kind)
def test_the_statements_are_few_however_many_comments(written, kind):
    terms = terms_of(kind, 0, 5, "casino")

    def statements():
        with CaptureQueriesContext(connection) as asked:
            backtest(terms, None, 1_000)
        return len(asked)

    written("casino https://example.org/", 1)
    few = statements()
    for minutes in range(2, 12):
        written("casino https://example.org/", minutes)
    assert statements() == few <= 4
