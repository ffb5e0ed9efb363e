"""What the database knows that rules need: asked in one statement, and nothing that none needs.

The same statement tells whether the rules in memory still hold.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from comments.models import SpamWord
from comments.people import Person
from comments.rulebook.book import Book
from comments.rulebook.kinds import Kind, Like
from comments.rulebook.shelf import EDITION, shelf
from comments.rulebook.sketching import ASKED, Sketch, likeness, sketch_of
from comments.spam.memory import judged, keys_of
from comments.spam.scoring import Judgement

BY = {
    True: "c.author_id = %(account)s",
    False: "c.guest = %(guest)s",
}
PUBLISHED = """(SELECT count(*) FROM (
    SELECT FROM comments_comment c WHERE {by} AND c.state = 'published' LIMIT %(published)s
) AS few)"""
POSTS = """(SELECT count(*) FROM (
    SELECT FROM comments_comment c
    WHERE {by} AND c.created_at > %(now)s - make_interval(mins => %(posts{n}_minutes)s)
    LIMIT %(posts{n})s
) AS few)"""
REPLIES = """(SELECT count(*) FROM (
    SELECT FROM comments_comment c
    WHERE c.article_id = %(article)s AND c.tree_id = %(tree)s AND c.level > 0
    AND c.created_at > %(now)s - make_interval(mins => %(replies{n}_minutes)s)
    LIMIT %(replies{n})s
) AS few)"""
# Sketches that share something; of these, what a moderator has taken away lately, and what stands
# or waits since yesterday. Bounded before it is joined, whatever somebody has posted.
LIKES = """(SELECT jsonb_agg(jsonb_build_array(found.hashes, found.state, found.minutes)) FROM (
    SELECT near.hashes, c.state, extract(epoch FROM %(now)s - coalesce((
        SELECT max(h.changed_at) FROM comments_statechange h
        WHERE h.comment_id = c.id AND h.after = c.state AND c.state IN ('removed', 'spam')
    ), c.created_at)) / 60 AS minutes
    FROM (
        SELECT s.comment_id, s.hashes FROM comments_sketch s
        WHERE s.sought && %(asked)s::bigint[] AND s.comment_id <> %(own)s LIMIT %(looked_at)s
    ) AS near
    JOIN comments_comment c ON c.id = near.comment_id AND c.state <> 'withdrawn'
    WHERE 4 * (
        SELECT count(*) FROM unnest(near.hashes) AS h WHERE h = ANY(%(sketch)s::bigint[])
    ) > cardinality(near.hashes)
    LIMIT %(likes)s
) AS found)"""
WORDS = """(SELECT array_agg(ARRAY[word, greatest(spam, 0), greatest(ham, 0)])
    FROM comments_spamword WHERE word = ANY(%(words)s::bigint[]))"""

LOOKED_AT = 200
LIKES_COMPARED = 50
TRIES = 3


@dataclass(frozen=True)
class Question:
    """Who writes what where. `own` is the comment that is edited, and not like itself."""

    article_id: int
    author: Person
    text: str
    tree_id: int | None
    now: datetime
    own: int = 0


@dataclass(frozen=True)
class Answer:
    """The rules that hold, and the facts that they need."""

    book: Book
    published: int
    posts: dict[int, int]
    replies: dict[int, int]
    likes: list[Like]
    spam: Judgement | None


def answered(question: Question, kinds: Collection[Kind]) -> Answer:
    """The rules of these kinds that hold now, and what they need to know."""
    book = shelf.book(question.article_id)
    for _attempt in range(TRIES):
        edition, answer = _asked(question, book.only(kinds))
        if edition == book.edition:
            return answer
        book = shelf.renewed(question.article_id)
    # Rules that change at every moment: these have held at one of them.
    return answer


def _asked(question: Question, book: Book) -> tuple[str, Answer]:
    asked = _Asked(question, book)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked.columns)}", asked.values)
        edition, *row = cursor.fetchone()
    return edition, asked.answer(row)


class _Asked:
    """One statement: a column for each fact that is needed, in the order of `answer`."""

    def __init__(self, question: Question, book: Book) -> None:
        self.book, needs = book, book.needs
        self.keys = _words(question) if needs.spam else {}
        self.sketch = sketch_of(question.text) if needs.like_minutes else ()
        by = BY[question.author.user_id is not None]
        threads = needs.replies if question.tree_id else ()
        self.posts, self.replies = needs.posts, threads
        self.columns = [
            EDITION,
            *([PUBLISHED.format(by=by)] if needs.published else []),
            *(POSTS.format(by=by, n=n) for n in range(len(needs.posts))),
            *(REPLIES.format(n=n) for n in range(len(threads))),
            *([LIKES] if self.sketch else []),
            *([WORDS] if self.keys else []),
        ]
        self.values = _values(question, book, self.keys, self.sketch)

    def answer(self, row: list[Any]) -> Answer:
        facts = iter(row)
        needs = self.book.needs
        return Answer(
            book=self.book,
            published=next(facts) if needs.published else 0,
            posts={minutes: next(facts) for minutes, _ in self.posts},
            replies={minutes: next(facts) for minutes, _ in self.replies},
            likes=_likes(self.sketch, next(facts)) if self.sketch else [],
            spam=judged(self.keys, next(facts) or []) if self.keys else None,
        )


def _values(question: Question, book: Book, keys: dict[int, str], sketch: Sketch) -> dict[str, Any]:
    needs, author = book.needs, question.author
    windows = {
        f"{name}{n}{end}": value
        for name, pairs in (("posts", needs.posts), ("replies", needs.replies))
        for n, pair in enumerate(pairs)
        for end, value in zip(("_minutes", ""), pair, strict=True)
    }
    return windows | {
        "article": question.article_id,
        "account": author.user_id,
        "guest": author.guest,
        "tree": question.tree_id,
        "now": question.now,
        "own": question.own,
        "published": needs.published,
        "sketch": list(sketch),
        "asked": list(sketch[:ASKED]),
        "looked_at": LOOKED_AT,
        "likes": LIKES_COMPARED,
        "words": [SpamWord.EVERY, *keys],
    }


def _words(question: Question) -> dict[int, str]:
    author = question.author
    return keys_of(question.text, author.name, author.website)


def _likes(sketch: Sketch, found: str | None) -> list[Like]:
    rows = json.loads(found) if found else []
    return [Like(likeness(sketch, hashes), state, minutes) for hashes, state, minutes in rows]
