"""Forgets what was learned of comments, for good: they, or who wrote them, are about to go.

In two steps, as their words go between them: `take_lessons` before, and `forget` last of all in the
transaction, since other learners wait for it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import connection

from comments.models import SpamWord
from comments.spam.memory import COUNT, key_of
from comments.spam.words import features
from comments.statements import ask

# Each text takes about a millisecond. Of more than this only names and websites are forgotten:
# the other hashes are then so many people's words that they tell of nobody.
MOST_TEXTS = 1_000

HOW_MANY = "SELECT count(*) FROM comments_spamlesson WHERE comment_id IN ({theirs})"
# The text that was learned may be an earlier one, if that is here: comments/spam/memory.py.
TEXTS = """
SELECT lesson.is_spam, 1,
    CASE WHEN lesson.revision < c.revision THEN coalesce(earlier.text, '') ELSE c.text END,
    c.name, c.website
FROM comments_spamlesson lesson JOIN comments_comment c ON c.id = lesson.comment_id
LEFT JOIN LATERAL (
    SELECT r.text FROM comments_revision r
    WHERE r.comment_id = c.id AND lesson.revision < c.revision
    ORDER BY r.id DESC OFFSET greatest(c.revision - lesson.revision - 1, 0) LIMIT 1
) AS earlier ON true
WHERE lesson.comment_id IN ({theirs}) AND lesson.is_spam IS NOT NULL
ORDER BY lesson.comment_id FOR UPDATE OF lesson
"""
NAMES = """
SELECT lesson.is_spam, count(*), '', c.name, c.website
FROM comments_spamlesson lesson JOIN comments_comment c ON c.id = lesson.comment_id
WHERE lesson.comment_id IN ({theirs}) AND lesson.is_spam IS NOT NULL
GROUP BY lesson.is_spam, c.name, c.website
"""
SOME = """
SELECT comment_id FROM comments_spamlesson WHERE comment_id IN ({theirs})
ORDER BY comment_id LIMIT {some}
"""
DELETE = "DELETE FROM comments_spamlesson WHERE comment_id IN ({theirs})"
# A hash that nothing is counted for would still say that somebody has used the word.
FORGET = """
DELETE FROM comments_spamword WHERE word = ANY(%s::bigint[]) AND spam = 0 AND ham = 0
"""

# Whether as spam, how often, and of what.
Learned = tuple[bool, int, str, str, str]


class Lessons(NamedTuple):
    """How often each word was learned."""

    spam: Counter[int]
    ham: Counter[int]


def take_lessons(theirs: str) -> Lessons:
    """Those of the comments whose ids this statement finds; they are no more."""
    are_few = ask(HOW_MANY.format(theirs=theirs))[0][0] <= MOST_TEXTS
    learned: Iterable[Learned] = ask((TEXTS if are_few else NAMES).format(theirs=theirs))
    lessons = Lessons(Counter(), Counter())
    for is_spam, often, text, name, website in learned:
        counted = lessons.spam if is_spam else lessons.ham
        for key in _keys(text, name, website) if are_few else _signature(name, website):
            counted[key] += often
    ask(DELETE.format(theirs=theirs))
    return lessons


def take_all_lessons(theirs: str) -> Lessons:
    """The same of any number, and of all their words: who wrote them is not the question."""
    lessons = Lessons(Counter(), Counter())
    for _ in range(0, ask(HOW_MANY.format(theirs=theirs))[0][0], MOST_TEXTS):
        spam, ham = take_lessons(SOME.format(theirs=theirs, some=MOST_TEXTS))
        lessons.spam.update(spam)
        lessons.ham.update(ham)
    return lessons


def forget(lessons: Lessons) -> None:
    spam, ham = lessons
    words = sorted(spam.keys() | ham.keys())
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [words, [-spam[word] for word in words], [-ham[w] for w in words]])
        cursor.execute(FORGET, [words])


def _keys(text: str, name: str, website: str) -> Iterator[int]:
    yield SpamWord.EVERY
    yield from map(key_of, features(text, name, website))


def _signature(name: str, website: str) -> Iterator[int]:
    """What a name and a website add to a text, whichever it is."""
    return map(key_of, features("", name, website) - features(""))
