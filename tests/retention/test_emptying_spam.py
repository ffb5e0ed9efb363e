"""Spam loses its words and whoever wrote it after SPAM_DAYS, and keeps its place."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from comments import actions
from comments.actions import Refused
from comments.actions.emptying import empty_spam
from comments.models import (
    AddressHash,
    Appeal,
    Comment,
    Decision,
    Hold,
    LedgerRow,
    Revision,
    SpamWord,
    StateChange,
)
from comments.rules import State, Verb
from comments.spam.training import to_learn
from tests.cast import converse, drawn, guest, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.exchange.elsewhere import There, disqus
from tests.pages import outline, soup

pytestmark = pytest.mark.django_db

EMPTIED = "old spam"
GWEN = {"email": "gwen@example.org", "website": "https://gwen.example.org/"}


@pytest.fixture
def article():
    return make_article()


def age(*comments, days=91):
    """Let it all have happened so long ago. Nothing but a test changes the log."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, column in (("statechange", "changed_at"), ("decision", "decided_at")):
            cursor.execute(
                f"UPDATE comments_{table} SET {column} = {column} - %s WHERE comment_id = ANY(%s)",
                [timedelta(days=days), [comment.pk for comment in comments]],
            )
        cursor.execute("SET LOCAL session_replication_role = origin")
    then = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(created_at=then)


def spam(comment):
    actions.moderate(Verb.SPAM, comment.pk, mod())
    return comment


def words() -> set[str]:
    return set(Comment.objects.values_list("text", flat=True))


def test_its_words_and_its_author_go(prune, article):
    comment = say(article, guest(**GWEN), "Buy **this**.")
    said = {"comment": comment, "article": article}
    Revision.objects.create(text="Buy that.", replaced_at=timezone.now(), **said)
    Hold.objects.create(code="spam", evidence="buy", **said)
    until = timezone.now() + timedelta(days=1)
    AddressHash.objects.create(address=uuid4(), network=uuid4(), expires_at=until, **said)
    age(spam(comment))
    assert prune() == {EMPTIED: 1}
    row = Comment.objects.filter(pk=comment.pk).values().get()
    for column in ("text", "html", "email", "website", "author_id", "guest", "email_key"):
        assert not row.pop(column)
    assert (row["name"], row["state"], row["submission"]) == ("Anonymous", State.SPAM, None)
    assert (Revision.objects.count(), AddressHash.objects.count()) == (0, 0)
    assert Hold.objects.values_list("code", "evidence").get() == ("spam", "")


def test_what_was_decided_stays(prune, article):
    age(spam(say(article, "Gwen", "Buy.")))
    decided = list(Decision.objects.values()), list(StateChange.objects.values())
    prune()
    assert (list(Decision.objects.values()), list(StateChange.objects.values())) == decided


def test_what_became_spam_later_stays_until_later(prune, article):
    old, later = say(article, "Gwen", "old"), say(article, "Gwen", "later")
    age(old, later)
    spam(old), spam(later)
    age(old)
    age(later, days=89)
    assert (prune(), words()) == ({EMPTIED: 1}, {"", "later"})


def test_nothing_but_spam_goes(prune, article):
    said = [say(article, "Gwen", verb) for verb in ("publish", "remove", "hold", "spam", "restore")]
    for comment in said[1:4]:
        actions.moderate(Verb(comment.text), comment.pk, mod())
    actions.moderate(Verb.REMOVE, spam(said[4]).pk, mod())
    age(*said)
    assert (prune(), words()) == ({EMPTIED: 1}, {"publish", "remove", "hold", "", "restore"})


def test_what_was_answered_stays(prune, article):
    first, second = converse(article, "Gwen: asked\n  Ada: answered")
    age(spam(first), spam(second))
    # Its answer goes, and keeps a place beneath it for good.
    assert (prune(), prune(), words()) == ({EMPTIED: 1}, {}, {"asked", ""})
    assert_healthy()


def test_what_somebody_still_asks_about_stays(prune, article):
    author = guest()
    asked, answered = say(article, author, "asked"), say(article, author, "answered")
    for comment in (asked, answered):
        actions.appeal(spam(comment).pk, author, "I am no program.")
    actions.keep(answered.pk, mod())
    age(asked, answered)
    assert (prune(), words()) == ({EMPTIED: 1}, {"", "asked"})
    assert list(Appeal.objects.order_by("id").values_list("words", flat=True)) == [
        "I am no program.",
        "",
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(prune, article):
    age(*(spam(say(article, "Gwen", f"Buy {n}.")) for n in range(3)), say(article, "Ada", "good"))
    before = words()
    assert (prune(dry_run=True), words()) == ({EMPTIED: 3}, before)
    assert (prune(), prune(), words()) == ({EMPTIED: 3}, {}, {"", "good"})


def test_it_is_kept_for_good_where_nobody_wants_it_gone(prune, article, settings):
    age(spam(say(article, "Gwen", "Buy.")))
    settings.SPAM_DAYS = 0
    assert (prune(), words()) == ({}, {"Buy."})


def test_readers_see_no_difference(client, prune, article):
    said = converse(article, "Ada: one\n  Gwen: buy\n  Ben: two\nGwen: buy\nCem: three")
    age(spam(said[1]), spam(said[3]))
    seen = outline(client.get("/articles/the-footbridge/"))
    assert prune() == {EMPTIED: 2}
    assert outline(client.get("/articles/the-footbridge/")) == seen
    assert drawn(article).splitlines()[1:4] == ["  Anonymous: ", "  Ben: two", "Anonymous: "]
    assert_healthy()


def test_there_is_nothing_left_to_publish(prune, article):
    comment = spam(say(article, "Gwen", "Buy."))
    age(comment)
    prune()
    for act in (
        lambda: actions.moderate(Verb.PUBLISH, comment.pk, mod()),
        lambda: actions.undo(Decision.objects.get().pk, mod()),
    ):
        with pytest.raises(Refused):
            act()
    assert Comment.objects.get().state == State.SPAM


def test_moderators_see_that_its_words_are_gone(client, prune, article):
    comment = spam(say(article, "Gwen", "Buy."))
    age(comment)
    client.force_login(mod())
    address = f"/admin/comments/comment/{comment.pk}/change/"
    assert soup(client.get(address)).select_one(".decide .button.publish")
    prune()
    page = soup(client.get(address))
    told = "Old spam: what it said, and who wrote it, is not kept."
    assert page.select_one(".looked-at .quiet").text == told
    assert page.select(".decide .button") == []
    assert client.get("/admin/comments/comment/").status_code == 200


def test_what_it_has_taught_stays_known(prune, article):
    comment = spam(say(article, "Gwen", "Buy watches."))
    known = list(SpamWord.objects.order_by("word").values())
    age(comment)
    prune()
    assert (to_learn(), list(SpamWord.objects.order_by("word").values())) == (0, known)


def test_what_came_in_as_spam_counts_from_when_it_was_written(prune, tmp_path):
    from django.core.management import call_command

    file = tmp_path / "export"
    file.write_bytes(disqus([There(1, 1, state="spam"), There(2, 1)]))
    bring_in = lambda: call_command("import_comments", file, verbosity=0)  # noqa: E731
    bring_in()
    ledger = list(LedgerRow.objects.order_by("id").values())
    assert (prune(), words()) == ({EMPTIED: 1}, {"", "Words."})
    bring_in()
    assert list(LedgerRow.objects.order_by("id").values()) == ledger
    assert words() == {"", "Words."}
    assert_healthy()


def test_it_asks_as_much_for_many_as_for_one(prune, article, django_assert_num_queries):
    age(*(spam(say(article, "Gwen", f"Buy {n}.")) for n in range(20)))
    # Four sorts of rows, two for uploads, then the batch with what hangs on it, then nothing more,
    # and savepoints.
    with django_assert_num_queries(4 + 2 + 6 + 1 + 4):
        assert prune() == {EMPTIED: 20}


def test_much_is_emptied_in_many_small_steps(article):
    age(*(spam(say(article, "Gwen", f"Buy {n}.")) for n in range(5)))
    assert list(empty_spam(2)) == [2, 2, 1]
    assert words() == {""}
