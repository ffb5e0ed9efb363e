"""What an import takes, in time and memory: `python -m bench.imports [SIZE [KB [EACH]]] [one]`.

Writes a WordPress export of so many comments (100,000) or megabytes (1024M), each article with so
many kilobytes of words (2) and so many comments (40; `one`: in one thread), and imports it into a
database of its own: first as a dry run, then really, then again. Of more than a million comments,
only really. At last it is taken back.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from html import escape
from importlib import import_module
from itertools import count
from pathlib import Path
from random import Random
from subprocess import DEVNULL, Popen
from typing import NamedTuple, TextIO

import psutil
import psycopg

from bench.processes import cpu_seconds, private_megabytes, pss_megabytes

COMMENTS = 100_000
ARTICLE_KB = 2
UNDER_EACH = 40
# One comment in so many has tags in it.
MARKED = 5
# Most comments answer another.
ANSWERS = 0.6
ONE = "one"
START = datetime(2012, 1, 1, 10, tzinfo=UTC)
NAME = "bench_imports"
POLL = 0.1
MB = 1 << 20
MANY = 1_000_000

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<title>Bench</title><link>https://bench.example</link>
"""
ITEM = """<item><title>Article {0}</title><link>https://bench.example/{0}/</link>
<content:encoded><![CDATA[{1}]]></content:encoded><wp:post_id>{0}</wp:post_id>
<wp:post_date_gmt>2012-01-01 09:00:00</wp:post_date_gmt><wp:post_name>bench-{0}</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
"""
COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id>
<wp:comment_author><![CDATA[{name}]]></wp:comment_author>
<wp:comment_author_email>{id}@bench.example</wp:comment_author_email>
<wp:comment_date_gmt>{at}</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{text}]]></wp:comment_content>
<wp:comment_approved>1</wp:comment_approved><wp:comment_type>comment</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>
"""


def write(file: TextIO, size: "Size") -> int:
    """How many comments. Every text is another one, so that none is converted only once."""
    rng = Random(size.comments)
    speech = import_module("comments.seeding.speech")
    town = speech.Town(rng)
    words = [town.words(None) for _ in range(1_000)]
    body = ("The river was higher than the gate. " * 30)[:1000]
    file.write(HEAD)
    written = 0
    for first in count(1, size.each):
        if size.is_reached(written, file):
            break
        file.write(ITEM.format(first, (body + "\n\n") * size.article_kb))
        last = min(first + size.each, size.comments + 1) if size.comments else first + size.each
        share = 1 if size.is_one else ANSWERS
        file.writelines(_comment(rng, words, first, number, share) for number in range(first, last))
        file.write("</item>\n")
        written = last - 1
    file.write("</channel></rss>\n")
    return written


def _comment(rng: Random, words: list[str], first: int, number: int, share: float) -> str:
    said = escape(rng.choice(words), quote=False)
    text = f"{said} <em>{number}</em>" if number % MARKED == 0 else f"{said} {number}"
    answers = number > first and rng.random() < share
    return COMMENT.format(
        id=number,
        name=f"Reader {number % 5000}",
        text=text,
        at=f"{START + number * timedelta(seconds=7):%Y-%m-%d %H:%M:%S}",
        parent=rng.randrange(first, number) if answers else 0,
    )


class Size(NamedTuple):
    """So many comments, or so many megabytes."""

    comments: int
    megabytes: int
    article_kb: int
    each: int
    is_one: bool

    @classmethod
    def of(cls, given: list[str]) -> "Size":
        size, *rest = [word for word in given if word != ONE] or [str(COMMENTS)]
        known = [int(number) for number in rest]
        whole = int(size.rstrip("M"))
        article_kb, each = [*known, *(ARTICLE_KB, UNDER_EACH)[len(known) :]]
        wanted = (0, whole) if size.endswith("M") else (whole, 0)
        return cls(*wanted, article_kb, each, ONE in given)

    def is_reached(self, written: int, file: TextIO) -> bool:
        if self.comments:
            return written >= self.comments
        return file.tell() >= self.megabytes * MB


class Watched:
    """A command and its backends of the database: what they cost, and what they held at most."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.own = self.database = self.database_cpu = 0.0
        begun, cpu = time.monotonic(), _cpu_of_children()
        self.name = environment["BENCHED"]
        command = [sys.executable, "manage.py", *arguments]
        with Popen(command, env=environment, stdout=DEVNULL) as process:
            while process.poll() is None:
                with suppress(psutil.NoSuchProcess):
                    self._look(process.pid)
                time.sleep(POLL)
        if process.returncode:
            raise SystemExit(process.returncode)
        self.seconds = time.monotonic() - begun
        self.cpu = _cpu_of_children() - cpu

    def _look(self, pid: int) -> None:
        self.own = max(self.own, pss_megabytes(pid))
        backends = _backends(self.name)
        self.database = max(self.database, sum(map(private_megabytes, backends)))
        self.database_cpu = max(self.database_cpu, sum(map(cpu_seconds, backends)))


def _backends(name: str) -> list[int]:
    """Of the connection that stores, and of the one that keeps other imports away."""
    found = psutil.process_iter(["cmdline"])
    return [one.pid for one in found if f" {name} " in " ".join(one.info["cmdline"] or [])]


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def of_its_own(name: str) -> Iterator[dict[str, str]]:
    """A database that holds nothing yet, as the environment that leads to it."""
    import_module("django").setup()
    known = import_module("django.conf").settings.DATABASES["default"]
    host, port, user = known["HOST"], known.get("PORT") or 5432, known["USER"]
    with import_module("config.database").available():
        server = {"host": host, "port": port, "user": user, "dbname": "postgres"}
        with psycopg.connect(**server, autocommit=True) as link:
            link.execute(f"DROP DATABASE IF EXISTS {name}")
            link.execute(f"CREATE DATABASE {name}")
        by_socket = f"postgres://{user}@/{name}?host={host}"
        url = by_socket if host.startswith("/") else f"postgres://{user}@{host}:{port}/{name}"
        yield os.environ | {"DATABASE_URL": url, "BENCHED": name}


def main(size: Size) -> None:
    with of_its_own(NAME) as environment:
        measure(environment, size)


def measure(environment: dict[str, str], size: Size) -> None:
    Watched(environment, "migrate", "--verbosity=0")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.wxr"
        with file.open("w", encoding="utf-8") as out:
            comments = write(out, size)
        megabytes = file.stat().st_size / MB
        print(f"{comments:,} comments, {megabytes:,.0f} MB, load {os.getloadavg()[0]:.1f}")
        print(f"{'s':>16}{'/s':>8}{'CPU ms each: own  database':>28}{'MB: own  database':>20}")
        passes: dict[str, list[str]] = {"dry run": ["--dry-run"], "import": [], "again": []}
        for what in passes if comments < MANY else ["import"]:
            arguments = ["import_comments", str(file), *passes[what], "--verbosity=0"]
            _print(what, comments, Watched(environment, *arguments))
        print(f"check   {Watched(environment, 'check_threads').seconds:8.1f}")
        undo = ["import_comments", "--undo", "wxr bench.example", "--verbosity=0"]
        print(f"undo    {Watched(environment, *undo).seconds:8.1f}")


def _print(what: str, comments: int, watched: Watched) -> None:
    each = 1_000 / comments
    print(
        f"{what:<8}{watched.seconds:8.1f}{comments / watched.seconds:8,.0f}"
        f"{watched.cpu * each:18.2f}{watched.database_cpu * each:10.2f}"
        f"{watched.own:10.0f}{watched.database:10.0f}",
        flush=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    main(Size.of(sys.argv[1:]))
