"""Our own lines say all there is of articles, of comments and of what happened to them."""

from datetime import UTC, datetime

import pytest

from comments import actions
from comments.models import ImportRun, LedgerRow, OldAddress, Pingback
from comments.persons.keys import Key
from comments.rules import FlagReason, Verb
from tests.cast import bob, charlie, converse, guest, make_article, mod, person, say

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC)


def written(at):
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def of(kind, rows, *without):
    """Lines of a kind, without what they all have."""
    dropped = {"type", "id", "article", *without}
    found = [row for row in rows if row["type"] == kind]
    return [{name: said for name, said in row.items() if name not in dropped} for row in found]


def remembered(comment):
    """As an import leaves it behind."""
    run = ImportRun.objects.create(source="there", format="wxr", fingerprint=guest().guest)
    common = {"run": run, "article": comment.article}
    page = {**common, "address": "old.example/1"}
    OldAddress.objects.create(**page)
    OldAddress.objects.create(**page, fragment="comment-3", comment=comment)
    known = {"source": "there", "source_id": "3", "kind": "comment", "outcome": "created"}
    LedgerRow.objects.create(**common, **known, comment=comment, likes=4)


def test_an_article_with_all_its_settings(lines):
    settings = {"comments": "closed", "closes_after_days": 9, "moderation": "hold"}
    times = {"published_at": NOON, "created_at": NOON}
    article = make_article(slug="bridge", summary="Shut.", **settings, **times)
    article.slug = "footbridge"
    article.save()
    assert of("article", lines()) == [
        {
            "slug": "footbridge",
            "title": "The footbridge",
            "byline": "Alice",
            "summary": "Shut.",
            "body": "It shuts on Monday.",
            "state": "published",
            "published_at": "2026-05-01T12:00:00.123456Z",
            "created_at": "2026-05-01T12:00:00.123456Z",
            "updated_at": written(article.updated_at),
            **settings,
            "former_slugs": ["bridge"],
        }
    ]


def test_a_comment_with_all_that_is_its_own(lines):
    author = guest("Gwen", email="gwen@example.org", website="https://gwen.example")
    first = say(make_article(), author, "One.")
    actions.edit(first.pk, author, "Two.", 1)
    for verb in (Verb.PIN, Verb.PICK, Verb.CLOSE):
        actions.mark(verb, first.pk, mod())
    remembered(first)
    first.refresh_from_db()
    rows = lines()
    assert of("comment", rows) == [
        {
            "number": "1",
            "ordinal": 1,
            "created_at": written(first.created_at),
            "published_at": written(first.published_at),
            "edited_at": written(first.edited_at),
            "state": "published",
            "name": "Gwen",
            "guest": str(author.guest),
            "email": "gwen@example.org",
            "email_key": str(first.email_key),
            "website": "https://gwen.example",
            "text": "Two.",
            "revision": 2,
            "closed": True,
            "pinned": True,
            "picked": True,
            "earlier": [{"text": "One.", "replaced_at": written(first.edited_at)}],
            "likes": 4,
            "addresses": ["old.example/1#comment-3"],
        }
    ]
    assert [row["addresses"] for row in of("article", rows)] == [["old.example/1"]]


def test_comments_stand_in_reading_order(lines):
    article = make_article()
    first, _, second = converse(article, "Ada: a\n  Ben: b\nAda: c")
    say(article, "Ben", "d", first)
    actions.move(second.pk, mod(), first.pk)
    rows = [(row["number"], row.get("parent"), row["text"]) for row in of("comment", lines())]
    above = str(first.pk)
    assert rows == [("1", None, "a"), ("1.1", above, "b"), ("1.2", above, "d"), ("1.3", above, "c")]


def test_what_happened_to_a_comment(lines):
    comment = say(make_article(), bob(), "One.")
    actions.flag(comment.pk, person(charlie()), FlagReason.ABUSE, "Look")
    removed = actions.moderate(Verb.REMOVE, comment.pk, mod(), "Rude", cause=None)
    appeal = actions.appeal(comment.pk, person(bob()), "Why?")
    undone = actions.undo(removed.pk, mod()).decision
    rows, who = lines(), {"moderator": "mod", "moderator_name": "mod"}
    about, first, last = {"comment": str(comment.pk)}, str(removed.pk), str(undone.pk)
    assert of("decision", rows, "decided_at") == [
        {**about, "verb": "remove", "reason": "Rude", **who},
        {**about, "verb": "undo", "undoes": first, **who},
    ]
    assert of("change", rows, "changed_at") == [
        {**about, "decision": first, "before": "published", "after": "removed"},
        {**about, "decision": last, "before": "removed", "after": "published"},
    ]
    # Open again, since it was undone.
    flag = {"account": "charlie", "counts": True, "reason": "abuse", "words": "Look"}
    assert of("flag", rows, "created_at") == [{**about, **flag}]
    assert of("appeal", rows) == [
        {**about, "words": "Why?", "created_at": written(appeal.created_at), "decision": last}
    ]


def test_where_a_comment_stood_before(lines):
    first, second = converse(make_article(), "Ada: a\nAda: c")
    move = actions.move(second.pk, mod(), first.pk)
    one, two = str(first.pk), str(second.pk)
    places = {"from_tree": two, "from_ordinal": 2, "to_parent": one, "to_tree": one}
    said = {"comment": two, "decision": str(move.pk), "size": 1, **places, "to_ordinal": 1}
    assert of("move", lines()) == [said]


def test_accounts_are_called_by_their_names(lines):
    key = Key.read(f"a{bob().pk}")
    actions.add_note(key, mod(), "Rude in person too")
    ban = actions.ban(actions.About(key, "Bob"), [key], mod(), until=None, reason="Enough")
    rows = lines()
    assert [row["person"] for row in of("decision", rows)] == ["a:bob"]
    assert of("note", rows, "written_at") == [
        {"person": "a:bob", "words": "Rude in person too", "moderator": "mod"}
        | {"moderator_name": "mod"}
    ]
    said = {"does": "ban", "key": "a:bob", "person": "a:bob", "name": "Bob", "reason": "Enough"}
    assert of("sanction", rows) == [{**said, "decision": str(ban.pk)}]


def test_pingbacks_are_no_comments(lines):
    said = {"name": "Blog", "website": "https://b.example", "text": "Here.", "state": "published"}
    Pingback.objects.create(article=make_article(), created_at=NOON, **said)
    assert of("pingback", lines()) == [{**said, "created_at": written(NOON)}]
    assert of("comment", lines()) == []
