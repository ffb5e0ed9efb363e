"""However many rows are read at once, the file is the same."""

import pytest

from comments import actions
from comments.exchange.exporting import conversations, log, own
from comments.exchange.rows import Draft
from comments.exchange.store import store_conversation
from comments.models import Pingback
from comments.rules import Verb
from tests.cast import converse, make_article, mod
from tests.exporting.test_round_trips import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    for slug in ("one", "two", "none", "three"):
        article = make_article(slug=slug)
        if slug != "none":
            comments = converse(article, "A: a\n  B: b\n    C: c\n  D: d\nE: e\nF: f\n  G: g")
            actions.moderate(Verb.REMOVE, comments[1].pk, mod())
            actions.move(comments[0].pk, mod(), comments[4].pk)
            for name in "xy":
                said = {"name": name, "text": name, "state": "published", "created_at": NOON}
                Pingback.objects.create(article=article, **said)


@pytest.mark.parametrize("kind", ["jsonl", "wxr", "disqus"])
@pytest.mark.parametrize("rows", [1, 3])
def test_by_portions_of_any_size(kind, rows, site, export, monkeypatch):
    def written():
        lines = export(f"--format={kind}", "--all-states").read_text().splitlines()
        return sorted(line for line in lines if "made_at" not in line and "pubDate" not in line)

    whole = written()
    for module in (conversations, log, own):
        monkeypatch.setattr(module, "AT_ONCE", rows)
    monkeypatch.setattr(conversations, "ARTICLES_AT_ONCE", rows)
    assert written() == whole


def test_words_and_names_stay_on_their_lines(lines, export):
    odd = "a\u2028b\x85c\x0bd\re"
    store_conversation(make_article(slug="odd"), [Draft("Two\nlines", odd, 1, NOON)])
    assert [row["text"] for row in lines() if row["type"] == "comment"] == [odd]
    headings = export("--format=text", "--article=odd").read_text().split("\n")
    assert [line for line in headings if line.endswith("says:")] == ["  1. Two lines says:"]


def test_nothing_at_all(lines, export):
    assert [row for row in lines() if row["type"] != "reason"] == []
    assert "<item>" not in export("--format=wxr").read_text()
