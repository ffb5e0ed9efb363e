"""What the spam filter knows, kept in PostgreSQL.

Learning takes its locks in one order, lessons by comment and then words by hash, so that any
number of learners get along. Who learns within a larger transaction does it once and last, or
after the commit: what is lost by that, manage.py train_spam_filter learns later.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import connection, transaction

from comments.models import Comment, Revision, SpamWord
from comments.spam.scoring import Counts, Judgement, score
from comments.spam.words import features

# Locks the lessons and tells what they were; those that are missing are made, with nothing
# learned.
LESSONS = """
INSERT INTO comments_spamlesson AS lesson (comment_id, revision)
SELECT id, 0 FROM unnest(%s::bigint[]) AS given (id) ORDER BY id
ON CONFLICT (comment_id) DO UPDATE SET revision = lesson.revision
RETURNING comment_id, is_spam, revision
"""

LEARNED = """
UPDATE comments_spamlesson AS lesson SET is_spam = given.is_spam, revision = given.revision
FROM unnest(%s::bigint[], %s::bool[], %s::int[]) AS given (id, is_spam, revision)
WHERE lesson.comment_id = given.id
"""

COUNT = """
INSERT INTO comments_spamword AS known (word, spam, ham)
SELECT * FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS given (word, spam, ham) ORDER BY word
ON CONFLICT (word) DO UPDATE
SET spam = known.spam + excluded.spam, ham = known.ham + excluded.ham
"""

KNOWN = """
SELECT word, greatest(spam, 0), greatest(ham, 0) FROM comments_spamword
WHERE word = ANY(%s::bigint[])
"""

FORGET = "TRUNCATE comments_spamlesson, comments_spamword"


# What was learned before: as spam, as ham or, if None, not at all; and from which revision.
Earlier = tuple[bool | None, int]


class Lesson(NamedTuple):
    """A comment as it is to be remembered; `is_spam` None: not at all."""

    comment_id: int
    revision: int
    text: str
    name: str
    website: str
    is_spam: bool | None


def judge(text: str, name: str = "", website: str = "") -> Judgement:
    """How likely this is spam, 0 to 1, and by which words; one half while too little is known."""
    keys = keys_of(text, name, website)
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[SpamWord.EVERY, *keys]])
        return judged(keys, cursor.fetchall())


def keys_of(text: str, name: str = "", website: str = "") -> dict[int, str]:
    """The words that are to be looked up before this can be judged, by their keys."""
    return {key_of(word): word for word in features(text, name, website)}


def judged(keys: dict[int, str], known: Iterable[Iterable[int]]) -> Judgement:
    """A judgement by what is known of these words, and of SpamWord.EVERY."""
    counts = {key: Counts(spam, ham) for key, spam, ham in known}
    total = counts.pop(SpamWord.EVERY, Counts())
    return score({keys[key]: seen for key, seen in counts.items()}, total)


def learn(comment: Comment, *, is_spam: bool) -> None:
    """Remember what a moderator decided; replaces what was learned of this comment before."""
    learn_all([_lesson(comment, is_spam)])


def unlearn(comment: Comment) -> None:
    """Forget what was learned of this comment. Call it before its words are erased."""
    learn_all([_lesson(comment, None)])


def learn_all(lessons: Iterable[Lesson]) -> None:
    """Learn many comments at once, each given once."""
    given = {lesson.comment_id: lesson for lesson in lessons}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LESSONS, [list(given)])
        earlier = {row[0]: row[1:] for row in cursor.fetchall()}
        new = [lesson for key, lesson in given.items() if earlier[key] != _kept(lesson)]
        if not new:
            return
        cursor.execute(LEARNED, _columns((one.comment_id, *_kept(one)) for one in new))
        if changes := list(_changes(new, earlier)):
            cursor.execute(COUNT, _columns(changes))


def forget() -> None:
    """Start anew, knowing nothing."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET)


def key_of(word: str) -> int:
    """63 bits, so that a key is below the one for every comment."""
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest()) >> 1


def _lesson(comment: Comment, is_spam: bool | None) -> Lesson:
    author = comment.name, comment.website
    return Lesson(comment.pk, comment.revision, comment.text, *author, is_spam)


def _kept(lesson: Lesson) -> Earlier:
    return lesson.is_spam, 0 if lesson.is_spam is None else lesson.revision


def _changes(lessons: list[Lesson], earlier: dict[int, Earlier]) -> Iterator[tuple[int, int, int]]:
    """Words and their counts: what is learned now, less what was learned before."""
    spam, ham = Counter[int](), Counter[int]()
    for lesson in lessons:
        was_spam, revision = earlier[lesson.comment_id]
        if was_spam is not None:
            (spam if was_spam else ham).subtract(_keys(lesson, _text_at(revision, lesson)))
        if lesson.is_spam is not None:
            (spam if lesson.is_spam else ham).update(_keys(lesson, lesson.text))
    for key in spam.keys() | ham.keys():
        if spam[key] or ham[key]:
            yield key, spam[key], ham[key]


def _keys(lesson: Lesson, text: str) -> list[int]:
    return [SpamWord.EVERY, *map(key_of, features(text, lesson.name, lesson.website))]


def _text_at(revision: int, lesson: Lesson) -> str:
    """Counted from the newest: of a comment from elsewhere not all earlier texts need be here."""
    if revision == lesson.revision:
        return lesson.text
    text, newest = Comment.objects.values_list("text", "revision").get(pk=lesson.comment_id)
    rows = Revision.objects.filter(comment_id=lesson.comment_id).order_by("-id")
    texts = [text, *rows.values_list("text", flat=True)]
    ago = newest - revision
    return texts[ago] if ago < len(texts) else ""


def _columns(rows: Iterable[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
