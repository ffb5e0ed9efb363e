"""What the spam filter would say of comments of the past, had it never learned from them."""

from collections.abc import Iterator

from django.db import connection

from comments.models import SpamLesson, SpamWord
from comments.rulebook.past import Past
from comments.spam.memory import KNOWN, keys_of
from comments.spam.scoring import Counts, Judgement, score


def judgements_of(past: list[Past]) -> Iterator[Judgement]:
    """One for each, by what the filter knows now but for what the comment itself has taught."""
    words = [keys_of(one.text, one.name, one.website) for one in past]
    known = _known({key for keys in words for key in keys})
    total = known.pop(SpamWord.EVERY, Counts())
    ids = [one.id for one in past]
    lessons = dict(
        SpamLesson.objects.filter(pk__in=ids, is_spam__isnull=False).values_list("pk", "is_spam")
    )
    for one, keys in zip(past, words, strict=True):
        own = _taught(lessons.get(one.id))
        seen = {word: _less(known[key], own) for key, word in keys.items() if key in known}
        yield score(seen, _less(total, own))


def _known(keys: set[int]) -> dict[int, Counts]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN, [[SpamWord.EVERY, *keys]])
        return {key: Counts(spam, ham) for key, spam, ham in cursor.fetchall()}


def _taught(is_spam: bool | None) -> Counts:
    return Counts(spam=int(is_spam is True), ham=int(is_spam is False))


def _less(counts: Counts, own: Counts) -> Counts:
    return Counts(max(counts.spam - own.spam, 0), max(counts.ham - own.ham, 0))
