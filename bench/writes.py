"""Replies through the real form, and whether all of them are there afterwards."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random
from uuid import uuid4

from altcha import Payload, solve_challenge

from bench.articles import Planted
from bench.database import Database
from bench.load import Answer
from bench.requests import fetch, hidden, post
from bench.rounds import Match, Pair, Side
from bench.servers import Server
from comments import traps
from comments.proof import new_challenge
from comments.seeding import phrases
from comments.tree.check import check

REDIRECT = 302
PLACED = re.compile(rb"\r\nlocation: [^\r]*#c-(\d+)", re.IGNORECASE)
# No two comments are alike, or each would be compared with all before it as spam is.
WORDS = "The **footbridge** {said}, says _{key}_.\n\nNobody asked us; see https://example.org/."
SPOKEN = sorted({word for line in phrases.CLAIMS + phrases.REASONS for word in line.split()})
# Replies go to any of so many comments, and to what the writer has written.
PARENTS = 500

SOME = """
SELECT id FROM comments_comment WHERE article_id = %s AND level < 50 ORDER BY random() LIMIT %s
"""
WRITTEN = """
SELECT id, parent_id, text FROM comments_comment WHERE id = ANY(%s) AND state = 'published'
"""
HOW_MANY = "SELECT count(*) FROM comments_comment WHERE article_id = %s"


@dataclass(frozen=True)
class Write:
    """`case` tells where the replies went: spread over the article's threads, or into one."""

    case: str
    article: Planted
    writers: int
    pair: Pair


@dataclass(frozen=True)
class Form:
    """What a page with the form gives to who fills it."""

    token: str
    stamp: str
    cookie: str


@dataclass
class Writer:
    """A guest with a browser of their own, who answers again and again."""

    form: Form
    parents: list[int]
    rng: Random
    # What was written: the comment's id, to what it was told to be.
    written: dict[int, tuple[int, str]] = field(default_factory=dict)
    asked: tuple[int, str] = (0, "")

    def next(self) -> bytes:
        parent, key = self.rng.choice(self.parents), str(uuid4())
        self.asked = (parent, _words(self.rng, key))
        typed = {
            "csrfmiddlewaretoken": self.form.token,
            "stamp": self.form.stamp,
            "proof": _proof(),
            "submission": key,
            "subject": "",
            "name": "Gwen",
            "email": "",
            "website": "",
            "text": self.asked[1],
        }
        return post(f"/comments/{parent}/reply/", typed, self.form.cookie)

    def took(self, answer: Answer) -> None:
        placed = PLACED.search(answer.head)
        if answer.status != REDIRECT or placed is None:
            raise RuntimeError(f"a reply was answered with {answer.head!r}")
        self.written[int(placed[1])] = self.asked
        self.parents.append(int(placed[1]))


def _words(rng: Random, key: str) -> str:
    said = " ".join(word for word in rng.choices(SPOKEN, k=9) if "{" not in word)
    return WORDS.format(said=said, key=key)


def _proof() -> str:
    """Found at the first try: writers share the machine with what is measured."""
    challenge = new_challenge(tries=0)
    solution = solve_challenge(challenge)
    assert solution is not None  # noqa: S101 - it has no end but this
    return Payload(challenge, solution).to_base64()


class FloorWriter:
    """Types the same words, and answers nobody in particular."""

    numbers = count(1)
    rng = Random(1)

    def next(self) -> bytes:
        parent = str(next(self.numbers))
        return post("/", {"parent": parent, "name": "Gwen", "text": _words(self.rng, str(uuid4()))})

    def took(self, answer: Answer) -> None:
        if answer.status != REDIRECT:
            raise RuntimeError(f"the floor answered {answer.head!r}")


@dataclass(frozen=True)
class Desk:
    match: Match
    site: Server
    floor: Server

    def write(self, article: Planted) -> Iterator[Write]:
        case = "into one thread" if article.shape == "one" else "spread"
        form = self._open_form(article)
        for writers in self.match.options.connections:
            yield Write(case, article, writers, self._round_by_round(article, writers, form))

    def _open_form(self, article: Planted) -> Form:
        """The form, once it has been open for as long as a person takes to write."""
        page = fetch(self.site.port, f"/comments/{self._parents(article)[0]}/reply/")
        time.sleep(traps.SOONEST)
        return Form(hidden(page, "csrfmiddlewaretoken"), hidden(page, "stamp"), page.cookie)

    def _round_by_round(self, article: Planted, writers: int, form: Form) -> Pair:
        before, everyone = self._how_many(article), list[Writer]()

        def sources(number: int) -> Sequence[Writer]:
            _require_all(self.match.database, article, everyone, before)
            parents = self._parents(article)
            new = [Writer(form, parents.copy(), Random(i)) for i in range(number)]
            everyone.extend(new)
            return new

        floor = Side(self.floor, lambda number: [FloorWriter() for _ in range(number)])
        limit = self.match.options.writes
        pair = self.match.pair(Side(self.site, sources), floor, writers, limit)
        _require_all(self.match.database, article, everyone, before)
        return pair

    def _parents(self, article: Planted) -> list[int]:
        rows = self.match.database.link.execute(SOME, [article.id, PARENTS]).fetchall()
        return [parent for (parent,) in rows]

    def _how_many(self, article: Planted) -> int:
        row = self.match.database.link.execute(HOW_MANY, [article.id]).fetchone() or (0,)
        return int(row[0])


def _require_all(
    database: Database, article: Planted, writers: Sequence[Writer], before: int
) -> None:
    """Raise unless each reply is there once, with its words, in a sound tree."""
    told = {number: asked for writer in writers for number, asked in writer.written.items()}
    rows = database.link.execute(WRITTEN, [list(told)]).fetchall()
    stored = {number: (parent, text) for number, parent, text in rows}
    row = database.link.execute(HOW_MANY, [article.id]).fetchone() or (0,)
    if stored != told or int(row[0]) - before != sum(len(each.written) for each in writers):
        raise RuntimeError(f"{len(told)} replies to {article.slug}, {len(stored)} as written")
    broken = [finding for finding in check(article.id) if finding.broken]
    if broken:
        raise RuntimeError(f"check_threads on {article.slug}: {broken}")
