"""An editor who uploads our own lines brings a conversation, and nobody's power or name."""

import json

import pytest
from django.core.management import call_command

from articles.models import Article
from comments.models import Comment, Decision, Note, Sanction
from tests.cast import account, alice, bob, mod
from tests.comments.health import assert_healthy
from tests.exchange.desk import imported
from tests.exchange.ourselves import ended
from tests.exchange.test_hostile_own_lines import ARTICLE, HEAD, line
from tests.moderation.desk import client_of

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
    imported(client_of(alice()), forged.replace(b"One", b"Two"))
    assert brought() == before
    assert set(Comment.objects.values_list("text", flat=True)) == {"Two"}


def test_the_log_may_follow(forged, tmp_path):
    imported(client_of(alice()), forged)
    file = tmp_path / "export.jsonl"
    file.write_bytes(forged)
    call_command("import_comments", file, verbosity=0)
    assert brought()[1] == [1, 1, 1, 1]
