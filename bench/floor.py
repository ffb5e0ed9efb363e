"""The least that a page and a reply can cost: one SQL statement, strings joined, no framework.

A WSGI application for the same gunicorn as the site's. Its table holds each comment's piece of
HTML in the same bytes as on our pages; what stands around them it keeps in memory.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from random import getrandbits
from typing import Any
from urllib.parse import parse_qs

from psycopg_pool import ConnectionPool

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]

PAGE = """
SELECT html FROM floor.piece
WHERE article = %(article)s AND thread BETWEEN %(first)s AND %(last)s
AND place BETWEEN %(begin)s AND %(end)s ORDER BY thread {order}, place
"""
OLDEST, NEWEST = PAGE.format(order="ASC"), PAGE.format(order="DESC")
REPLY = "INSERT INTO floor.reply VALUES (%s, %s, %s, %s)"
NAMES = ("article", "first", "last", "begin", "end")

FRAME = json.loads(Path(os.environ["FLOOR_FRAME"]).read_text())
POOL = ConnectionPool(
    os.environ["FLOOR_DATABASE"], min_size=1, max_size=4, kwargs={"autocommit": True}, open=True
)


def application(environ: Environ, start: Start) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/hello":
        return _answer(start, "200 OK", b"hello")
    if environ["REQUEST_METHOD"] == "POST":
        return _reply(environ, start)
    return _page(environ, start)


def _page(environ: Environ, start: Start) -> list[bytes]:
    asked = parse_qs(environ["QUERY_STRING"])
    values = {name: int(asked[name][0]) for name in NAMES}
    with POOL.connection() as link:
        rows = link.execute(NEWEST if "newest" in asked else OLDEST, values).fetchall()
    pieces = [FRAME["head"], *(html for (html,) in rows), FRAME["tail"]]
    return _answer(start, "200 OK", "".join(pieces).encode())


def _reply(environ: Environ, start: Start) -> list[bytes]:
    typed = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode())
    number = getrandbits(62)
    values = [number, int(typed["parent"][0]), typed["name"][0], typed["text"][0]]
    with POOL.connection() as link, link.transaction():
        link.execute(REPLY, values)
    return _answer(start, "302 Found", b"", ("Location", f"/#c-{number}"))


def _answer(start: Start, status: str, body: bytes, *headers: tuple[str, str]) -> list[bytes]:
    size = ("Content-Length", str(len(body)))
    start(status, [("Content-Type", "text/html; charset=utf-8"), size, *headers])
    return [body]
