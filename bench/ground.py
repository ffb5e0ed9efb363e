"""Lays the floor: the same comments as pre-rendered pieces, and the frame around them."""

import json
import re
from pathlib import Path
from urllib.parse import urlencode

from bench.articles import Planted
from bench.database import Database
from bench.requests import Page

ITEM = re.compile(r'<li id="c-(\d+)"')
WORDS = re.compile(r'(<div class="words"[^>]*>).*?(</div>)', re.DOTALL)

TABLES = """
CREATE SCHEMA floor;
CREATE TABLE floor.piece (
    article bigint, thread int, place int, id bigint, html text,
    PRIMARY KEY (article, thread, place)
);
CREATE TABLE floor.reply (id bigint PRIMARY KEY, parent bigint, name text, text text);
"""
# A page's markup around a comment's words is about the same for each.
FILL = """
INSERT INTO floor.piece
SELECT c.article_id, root.ordinal, row_number() OVER (PARTITION BY c.tree_id ORDER BY c.lft),
    c.id, %s || c.html
FROM comments_comment c JOIN comments_comment root ON root.id = c.tree_id
WHERE c.article_id = ANY(%s) ORDER BY 1, 2, 3
"""
INDEX = """
CREATE INDEX ON floor.piece (id);
VACUUM ANALYZE floor.piece
"""
WORDS_OF = "SELECT sum(octet_length(html)) FROM comments_comment WHERE id = ANY(%s)"
PLACES = """
SELECT min(thread), max(thread), min(place), max(place) FROM floor.piece WHERE id = ANY(%s)
"""
EXTENT = "SELECT min(thread), max(thread), 1, max(place) FROM floor.piece WHERE article = %s"


def lay(database: Database, planted: list[Planted], sample: Page, frame: Path) -> None:
    """`sample` is a page of ours: the floor's pages have the same bytes around the words."""
    ids = ids_on(sample)
    first = sample.text.index("<li id=")
    last = sample.text.rindex("</article>")
    frame.write_text(json.dumps({"head": sample.text[:first], "tail": sample.text[last:]}))
    chrome = _chrome(database, sample.text[first:last], ids)
    for statement in TABLES.split(";\n"):
        database.link.execute(statement)
    database.link.execute(FILL, [chrome, [each.id for each in planted]])
    for statement in INDEX.split(";\n"):
        database.link.execute(statement)


def ids_on(page: Page) -> list[int]:
    return [int(number) for number in ITEM.findall(page.text)]


def same_as(database: Database, page: Page, *, newest: bool) -> str:
    """The floor's address for the same comments as on a page of ours."""
    ids = ids_on(page)
    first, last, begin, end = database.link.execute(PLACES, [ids]).fetchone() or ()
    if first == last:
        # Those above a branch are not its neighbours: the same number of comments will do.
        end = begin + len(ids) - 1
    article = database.link.execute(
        "SELECT article FROM floor.piece WHERE id = %s", [ids[0]]
    ).fetchone()
    return _address((article or (0,))[0], (first, last, begin, end), newest=newest)


def whole(database: Database, article: Planted) -> str:
    """The floor's address for a whole conversation."""
    extent = database.link.execute(EXTENT, [article.id]).fetchone() or ()
    return _address(article.id, extent, newest=False)


def _chrome(database: Database, conversation: str, ids: list[int]) -> str:
    """As many bytes as stand around a comment's words on average, of our own markup."""
    row = database.link.execute(WORDS_OF, [ids]).fetchone() or (0,)
    size = (len(conversation.encode()) - int(row[0])) // len(ids)
    piece = WORDS.sub(r"\1\2", ITEM.split(conversation)[2])
    return (piece * (size // len(piece) + 1))[:size]


def _address(article: int, extent: tuple[int, ...], *, newest: bool) -> str:
    names = ("article", "first", "last", "begin", "end")
    asked = dict(zip(names, (article, *extent), strict=True))
    return f"/page?{urlencode(asked)}{'&newest=1' if newest else ''}"
