"""An editor who uploads our own lines brings a conversation, and nobody's power or name."""

import json

import pytest
from django.core.management import call_command

from articles.models import Article
from comments import actions
from comments.models import Comment, Decision, Note, Revision, Sanction
from comments.rules import Verb
from tests.cast import account, alice, bob, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.exchange.desk import imported, press, tried
from tests.exchange.ourselves import ended
from tests.exchange.test_hostile_own_lines import ARTICLE, HEAD, line
from tests.moderation.desk import client_of, told

pytestmark = pytest.mark.django_db

GUEST = "0" * 31 + "1"


@pytest.fixture
def forged() -> bytes:
    """What only an administrator's word could make true."""
    who = {"moderator": mod().username, "moderator_name": "mod"}
    rows = [
        line("comment", account=mod().username),
        line("comment", id="2002", guest=GUEST),
        line("decision", **who),
        line("note", **who),
        line("sanction", key=f"a:{bob().username}"),
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in ended([HEAD, ARTICLE, *rows]))


def brought() -> tuple[list[object], ...]:
    persons = Comment.objects.order_by("pk").values_list("author__username", "guest")
    counts = [model.objects.count() for model in (Article, Decision, Note, Sanction)]
    return list(persons), counts


def test_an_editor_speaks_for_nobody(forged):
    done = imported(client_of(alice()), forged)
    assert brought() == ([(None, None)] * 2, [1, 0, 0, 0])
    assert "what was decided comes only from administrators" in done.report
    assert "whose account it was comes only from administrators" in done.report
    assert_healthy()


def test_an_administrator_brings_everything(forged):
    root = account("root", is_staff=True, is_superuser=True)
    imported(client_of(root), forged)
    assert [who for who, _ in brought()[0]] == [mod().username, None]
    assert brought()[1] == [1, 1, 1, 1]


def test_an_editor_takes_no_comments_from_their_authors(forged, tmp_path):
    file = tmp_path / "export.jsonl"
    file.write_bytes(forged)
    call_command("import_comments", file, verbosity=0)
    before = brought()
    done = imported(client_of(alice()), forged.replace(b"One", b"Two"))
    assert brought() == before
    assert set(Comment.objects.values_list("text", flat=True)) == {"One"}
    assert "2 comments skipped: what has an author or a history here" in done.report


def test_what_was_decided_about_stays_as_it_was_decided(tmp_path, bring):
    rows = ended([HEAD, ARTICLE, line("comment")])
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    bring(content)
    comment = Comment.objects.get()
    for verb in (Verb.REMOVE, Verb.RESTORE):
        actions.moderate(verb, comment.pk, mod())
    imported(client_of(alice()), content.replace(b"One", b"Two"))
    assert Comment.objects.get().text == "One"
    bring(content.replace(b"One", b"Two"))
    assert Comment.objects.get().text == "Two"


@pytest.mark.parametrize("is_root", [True, False])
def test_what_no_import_brought_is_never_changed_by_one(is_root, export):
    say(make_article(), bob(), "I like moss.")
    file = export()
    who = account("root", is_staff=True, is_superuser=True) if is_root else alice()
    before = list(Comment.objects.values())
    assert "1 comment skipped" not in imported(client_of(who), file.read_bytes()).report
    done = imported(client_of(who), file.read_bytes().replace(b"I like", b"I hate"))
    assert "1 comment skipped: differs from what is here" in done.report
    assert list(Comment.objects.values()) == before


def test_nobody_lends_an_administrators_power(forged):
    root = account("root", is_staff=True, is_superuser=True)
    waiting, editor = tried(client_of(root), forged), client_of(alice())
    said = press(editor, waiting, "import")
    assert told(said) == ["An administrator has brought this: one has to import it."]
    waiting.refresh_from_db()
    assert (waiting.step, Comment.objects.count()) == ("tried", 0)


def test_words_that_a_file_changes_are_kept(bring):
    rows = ended([HEAD, ARTICLE, line("comment")])
    content = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    for words in (b"One", b"Two"):
        bring(content.replace(b"One", words))
    assert Comment.objects.get().text == "Two"
    assert list(Revision.objects.values_list("text", flat=True)) == ["One"]


def test_the_log_may_follow(forged, tmp_path):
    imported(client_of(alice()), forged)
    file = tmp_path / "export.jsonl"
    file.write_bytes(forged)
    call_command("import_comments", file, verbosity=0)
    assert brought()[1] == [1, 1, 1, 1]
