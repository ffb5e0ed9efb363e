"""What the filter remembers, as plain values."""

from random import Random

from comments.models import SpamLesson, SpamWord
from comments.spam.memory import Lesson, key_of, learn_all
from tests.spam.mail import ham, spam


def known():
    """Words and lessons that count for something."""
    words = SpamWord.objects.exclude(spam=0, ham=0).values_list("word", "spam", "ham")
    lessons = SpamLesson.objects.exclude(is_spam=None)
    return sorted(words), sorted(lessons.values_list("comment_id", "is_spam", "revision"))


def counts_of(*words):
    """The counts (spam, ham) of each word, of every comment for None."""
    keys = [SpamWord.EVERY if word is None else key_of(word) for word in words]
    rows = SpamWord.objects.in_bulk(keys)
    return [(rows[key].spam, rows[key].ham) if key in rows else (0, 0) for key in keys]


def teach(count=30, seed=1):
    """So many comments of each kind, which have no rows of their own."""
    random = Random(seed)
    learn_all(
        Lesson(number, 1, (spam if number % 2 else ham)(random), "", "", bool(number % 2))
        for number in range(1, 2 * count + 1)
    )
