"""One export of each format with all oddities that it can say, and all that becomes of them."""

import sqlite3
from pathlib import Path

import pytest

from articles.models import Article
from comments.models import Comment, LedgerRow, OldAddress, Pingback
from tests.comments.health import assert_healthy
from tests.exchange.drawing import whole

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent / "samples"
SOURCES = {
    "odd-artalk.json": "artalk The mill",
    "odd-comentario.json": "commento",
    "odd-commento.json": "commento mill.example",
    "odd-remark42.jsonl": "remark42 mill",
    "odd-disqus.xml": "disqus mill",
    "odd-own.jsonl": "jsonl mill",
    "odd-isso.sql": "isso",
    "odd-isso.json": "isso",
}


@pytest.fixture(params=list(SOURCES))
def sample(request, tmp_path) -> tuple[Path, str]:
    """The file, and where it is from. A database is made of what is written as text."""
    file = SAMPLES / request.param
    if file.suffix == ".sql":
        file = tmp_path / "odd.db"
        link = sqlite3.connect(file)
        link.executescript((SAMPLES / request.param).read_text())
        link.close()
    return file, SOURCES[request.param]


def everything() -> list[object]:
    models = (Article, Comment, LedgerRow, OldAddress, Pingback)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_what_becomes_of_an_export(sample, bring_in, request):
    file, source = sample
    name = request.node.callspec.params["sample"]
    dry = bring_in(file, dry_run=True)
    assert everything() == [[], [], [], [], []]
    report = bring_in(file)
    assert report == dry
    assert whole(source, report) == (SAMPLES / f"{name}.txt").read_text()
    assert_healthy()
    before = everything()
    bring_in(file)
    assert everything() == before
    bring_in(undo=source)
    assert everything() == [[], [], [], [], []]
