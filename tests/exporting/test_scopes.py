"""Some articles, or what has changed since."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import actions
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.persons.keys import Key
from comments.rules import FlagReason, Verb
from tests.cast import bob, converse, guest, make_article, mod, say
from tests.exchange.everything import empty

pytestmark = pytest.mark.django_db

AUTHOR = guest("Gwen")
MIDNIGHT = datetime(2100, 5, 1, tzinfo=UTC)
AROUND_MIDNIGHT = {"before": MIDNIGHT - timedelta(seconds=1), "after": MIDNIGHT}


def texts(rows):
    return [row["text"] for row in rows if row["type"] == "comment"]


def kinds(rows):
    return [row["type"] for row in rows if row["type"] != "reason"]


def from_now_on():
    """As the option says it. What is made from now on has later times, and later ids."""
    since = timezone.now() + timedelta(milliseconds=2)
    while timezone.now() <= since:
        pass
    return f"--since={since.isoformat()}"


def test_only_the_articles_that_are_named(lines):
    for slug in ("one", "two", "three"):
        comment = say(make_article(slug=slug), "Ada", slug)
        actions.moderate(Verb.HOLD, comment.pk, mod())
    key = Key.read(f"a{bob().pk}")
    actions.add_note(key, mod(), "Not of an article")
    rows = lines("--article=one", "--article=three")
    assert texts(rows) == ["one", "three"]
    assert kinds(rows) == [
        *["article"] * 2, *["comment"] * 2, *["decision"] * 2, *["change"] * 2,
    ]  # fmt: skip


def test_a_decision_about_a_person_comes_with_what_it_changed(lines):
    for slug in ("one", "two"):
        say(make_article(slug=slug), bob(), slug)
    about = actions.About(Key.read(f"a{bob().pk}"))
    actions.moderate_person(Verb.REMOVE, about, mod(), since=None)
    rows = lines("--article=two")
    decided = {
        row.get("decision", row["id"]) for row in rows if row["type"] in {"decision", "change"}
    }
    assert kinds(rows) == ["article", "comment", "decision", "change"]
    assert len(decided) == 1


def test_an_article_that_is_not_here_writes_nothing(export, tmp_path):
    with pytest.raises(CommandError) as refused:
        export("--article=nowhere")
    assert str(refused.value) == "There is no article “nowhere” here. Nothing was written."
    assert list(tmp_path.iterdir()) == []


def test_what_no_date_is_asked_again():
    with pytest.raises(CommandError) as refused:
        call_command("export_comments", "--since=soon")
    assert "“soon” is no date such as 2026-05-01" in str(refused.value)


def edit(comment):
    actions.edit(comment.pk, AUTHOR, "b", 1)


def remove(comment):
    actions.moderate(Verb.REMOVE, comment.pk, mod())


def withdraw(comment):
    actions.withdraw(comment.pk, AUTHOR)


def pin(comment):
    actions.mark(Verb.PIN, comment.pk, mod())


def flag(comment):
    actions.flag(comment.pk, guest(), FlagReason.ABUSE)


@pytest.mark.parametrize("change", [edit, remove, withdraw, pin, flag])
def test_what_changed_since_comes_with_what_it_answers(change, lines):
    article, author = make_article(), AUTHOR
    first = say(article, "Ada", "first")
    second = say(article, author, "second", first)
    say(article, "Ben", "beneath", second)
    say(article, "Ben", "beside")
    say(make_article(slug="other"), "Ben", "elsewhere")
    since = from_now_on()
    change(second)
    second.refresh_from_db()
    rows = lines(since)
    assert texts(rows) == ["first", second.text]
    assert kinds(rows).count("article") == 1


def test_an_article_that_was_closed_since(lines):
    article = make_article()
    say(article, "Ada", "a")
    since = from_now_on()
    actions.mark_article(Verb.CLOSE, article.pk, mod())
    assert kinds(lines(since)) == ["article", "decision"]
    assert kinds(lines("--since=2020-01-01")) == ["article", "comment", "decision"]


def test_what_was_written_since(lines):
    article = make_article()
    first, *_ = converse(article, "Ada: a\n  Ben: b\nCem: c")
    since = from_now_on()
    say(article, "Dan", "d", first)
    assert texts(lines(since)) == ["a", "d"]


def test_what_was_brought_in_since_though_it_is_old(lines, export, bring_in):
    remove(say(make_article(), AUTHOR, "old"))
    file = export()
    empty()
    since = from_now_on()
    say(make_article(slug="other"), "Ada", "new")
    bring_in(file)
    rows = lines(since)
    assert texts(rows) == ["old", "new"]
    assert kinds(rows) == [*["article"] * 2, *["comment"] * 2, "decision", "change"]


def test_nothing_since(lines):
    remove(say(make_article(), AUTHOR, "a"))
    actions.add_note(Key.read(f"a{bob().pk}"), mod(), "Rude")
    assert kinds(lines(from_now_on())) == []


def test_what_was_noted_and_imposed_since(lines):
    about = actions.About(Key.read(f"a{bob().pk}"))
    actions.add_note(about.person, mod(), "Before")
    since = from_now_on()
    actions.ban(about, [about.person], mod(), until=None, reason="")
    actions.add_note(about.person, mod(), "After")
    rows = lines(since)
    assert kinds(rows) == ["decision", "note", "sanction"]
    assert [row["words"] for row in rows if row["type"] == "note"] == ["After"]


def test_since_a_day_begins_in_utc(lines, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    drafts = [Draft(name, name, 1, at) for name, at in AROUND_MIDNIGHT.items()]
    store_conversation(make_article(), drafts)
    assert texts(lines("--since=2100-05-01")) == ["after"]
