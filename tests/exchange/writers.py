"""A writer for each format, of sites that are made up in tests/exchange/elsewhere.py."""

import json
import sqlite3
from typing import Any
from xml.sax.saxutils import escape

from comments.exchange.records import Markup
from comments.exchange.words import text_of
from tests.exchange.elsewhere import There, articles_of, disqus, jsonl, wxr

ISSO_MODES = {"published": 1, "held": 2, "removed": 4}
ISSO_TABLES = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL,
    modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR);
"""
ISSO_ROW = "INSERT INTO comments VALUES (?, ?, ?, ?, NULL, ?, '192.0.2.1', ?, ?)"


def markdown(one: There) -> str:
    return text_of(one.words, Markup.PLAIN)


def isso(comments: list[There]) -> bytes:
    link = sqlite3.connect(":memory:")
    link.executescript(ISSO_TABLES)
    for article in articles_of(comments):
        row = (article, f"/{article}/", f"Article {article}")
        link.execute("INSERT INTO threads VALUES (?, ?, ?)", row)
    for one in comments:
        at, mode = one.at.timestamp(), ISSO_MODES[one.state]
        row = (one.article, one.id, one.answers or None, at, mode, markdown(one), one.name)
        link.execute(ISSO_ROW, row)
    link.commit()
    return link.serialize()


def isso_list(comments: list[There]) -> bytes:
    threads = [
        {
            "id": f"/{article}/",
            "title": f"Article {article}",
            "comments": [_isso_comment(one) for one in comments if one.article == article],
        }
        for article in articles_of(comments)
    ]
    return json.dumps(threads).encode()


def _isso_comment(one: There) -> dict[str, Any]:
    return {
        "id": one.id,
        "parent": one.answers or None,
        "author": one.name,
        "text": markdown(one),
        "created": f"{one.at:%Y-%m-%d %H:%M:%S}",
        "mode": ISSO_MODES[one.state],
    }


def artalk(comments: list[There]) -> bytes:
    rows = [
        {
            "id": str(one.id),
            "rid": str(one.answers),
            "content": markdown(one),
            "created_at": f"{one.at:%Y-%m-%d %H:%M:%S} +0000 UTC",
            "is_pending": str(one.state == "held").lower(),
            "nick": one.name,
            "page_key": f"/{one.article}/",
            "page_title": f"Article {one.article}",
            "site_name": "there",
        }
        for one in comments
    ]
    return json.dumps(rows).encode()


def remark42(comments: list[There]) -> bytes:
    rows: list[dict[str, Any]] = [{"version": 1, "users": [], "posts": None}]
    rows += [
        {
            "id": str(one.id),
            "pid": str(one.answers or ""),
            "text": f"<p>{escape(one.words)}</p>",
            "user": {"name": one.name, "id": "github_ada", "ip": "192.0.2.1"},
            "locator": {"site": "there", "url": f"https://there.example/{one.article}/"},
            "title": f"Article {one.article}",
            "time": one.at.isoformat(),
            "delete": one.state == "removed",
        }
        for one in comments
    ]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def commento(comments: list[There]) -> bytes:
    states = {"published": "approved", "held": "unapproved", "removed": "approved"}
    rows = [
        {
            "commentHex": str(one.id),
            "parentHex": str(one.answers or "root"),
            "domain": "there.example",
            "url": f"/Article {one.article}",
            "commenterHex": "aa",
            "markdown": markdown(one),
            "html": "",
            "score": 0,
            "state": states[one.state],
            "deleted": one.state == "removed",
            "creationDate": f"{one.at:%Y-%m-%dT%H:%M:%S.000000001Z}",
        }
        for one in comments
    ]
    people = [{"commenterHex": "aa", "name": "ada", "link": "undefined"}]
    return json.dumps({"version": 1, "comments": rows, "commenters": people}).encode()


def comentario(comments: list[There]) -> bytes:
    pages = [
        {"id": f"page {article}", "path": f"/{article}/", "title": f"Article {article}"}
        for article in articles_of(comments)
    ]
    rows = [
        {
            "id": str(one.id),
            "parentId": str(one.answers or ""),
            "pageId": f"page {one.article}",
            "userCreated": "aa",
            "markdown": markdown(one),
            "isPending": one.state == "held",
            "isApproved": one.state == "published",
            "isDeleted": one.state == "withdrawn",
            "userDeleted": "aa" if one.state == "withdrawn" else None,
            "createdTime": one.at.isoformat(),
            # Always written.
            "editedTime": "0001-01-01T00:00:00.000Z",
        }
        for one in comments
    ]
    people = [{"id": "aa", "name": "ada"}]
    whole = {"version": 3, "pages": pages, "comments": rows, "commenters": people}
    return json.dumps(whole).encode()


WRITERS = {
    "wxr": wxr,
    "disqus": disqus,
    "jsonl": jsonl,
    "isso": isso,
    "isso_list": isso_list,
    "artalk": artalk,
    "commento": commento,
    "remark42": remark42,
    "comentario": comentario,
}
# Not every program has a word for a comment that waits, or is spam.
STATES = {
    "wxr": ["published", "held", "spam", "removed"],
    "disqus": ["published", "spam", "removed"],
    "jsonl": ["published", "held", "spam", "removed"],
    "isso": ["published", "held", "removed"],
    "isso_list": ["published", "held", "removed"],
    "artalk": ["published", "held"],
    "remark42": ["published", "removed"],
    "commento": ["published", "held", "removed"],
    "comentario": ["published", "held", "removed", "withdrawn"],
}
