"""How fast an import is, and how much memory it takes: `python -m bench.imports [COMMENTS [KB]]`.

Writes a WordPress export of so many comments (100,000), each article with so many kilobytes of
words (2), imports it into a database of its own, first as a dry run, then really, then again.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from html import escape
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from random import Random
from subprocess import Popen
from typing import TextIO

import psutil
import psycopg

COMMENTS = 100_000
ARTICLE_KB = 2
A_COMMENT_PER_ARTICLE = 40
# One comment in so many has tags in it.
MARKED = 5
NAME = "bench_imports"
POLL = 0.05
MB = 1 << 20

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


def write(file: TextIO, comments: int, article_kb: int) -> None:
    """Every text is another one, so that none is converted or rendered only once."""
    speech = import_module("comments.seeding.speech")
    rng = Random(comments)
    town = speech.Town(rng)
    words = [town.words(None) for _ in range(1_000)]
    body = ("The river was higher than the gate. " * 30)[:1000]
    at = datetime(2012, 1, 1, 10, tzinfo=UTC)
    file.write(HEAD)
    starts = [*range(0, comments, A_COMMENT_PER_ARTICLE), comments]
    for first, last in pairwise(starts):
        file.write(ITEM.format(first + 1, (body + "\n\n") * article_kb))
        for number in range(first + 1, last + 1):
            at += timedelta(seconds=7)
            parent = rng.randrange(first + 1, number) if number > first + 1 else 0
            said = escape(rng.choice(words), quote=False)
            text = f"{said} <em>{number}</em>" if number % MARKED == 0 else f"{said} {number}"
            facts = {"id": number, "name": f"Reader {number % 5000}", "text": text}
            answered = parent if rng.random() < 0.6 else 0  # noqa: PLR2004 - most comments answer
            file.write(COMMENT.format(at=f"{at:%Y-%m-%d %H:%M:%S}", parent=answered, **facts))
        file.write("</item>\n")
    file.write("</channel></rss>\n")


def run(environment: dict[str, str], *arguments: str) -> tuple[float, float]:
    """Seconds, and the most megabytes that it held at a time."""
    begun, most = time.monotonic(), 0
    with Popen([sys.executable, "manage.py", *arguments], env=environment) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            try:
                most = max(most, watched.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(POLL)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.monotonic() - begun, most / MB


def main(comments: int, article_kb: int) -> None:
    import_module("django").setup()
    known = import_module("django.conf").settings.DATABASES["default"]
    host, port, user = known["HOST"], known.get("PORT") or 5432, known["USER"]
    with import_module("config.database").available():
        server = {"host": host, "port": port, "user": user, "dbname": "postgres"}
        with psycopg.connect(**server, autocommit=True) as link:
            link.execute(f"DROP DATABASE IF EXISTS {NAME}")
            link.execute(f"CREATE DATABASE {NAME}")
        by_socket = f"postgres://{user}@/{NAME}?host={host}"
        url = by_socket if host.startswith("/") else f"postgres://{user}@{host}:{port}/{NAME}"
        measure(os.environ | {"DATABASE_URL": url}, comments, article_kb)


def measure(environment: dict[str, str], comments: int, article_kb: int) -> None:
    run(environment, "migrate", "--verbosity=0")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bench.wxr"
        with file.open("w", encoding="utf-8") as out:
            write(out, comments, article_kb)
        size = file.stat().st_size / MB
        print(f"{comments:,} comments, {size:,.0f} MB, load {os.getloadavg()[0]:.1f}", flush=True)
        for what, option in (("dry run", ["--dry-run"]), ("import", []), ("again", [])):
            quiet = [*option, "--verbosity=0"]
            seconds, most = run(environment, "import_comments", str(file), *quiet)
            rate = comments / seconds
            print(f"{what:<8}{seconds:8.1f} s {rate:8,.0f}/s {most:6.0f} MB", flush=True)
        seconds, _ = run(environment, "check_threads")
        print(f"check   {seconds:8.1f} s")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *(COMMENTS, ARTICLE_KB)[len(given) :])
