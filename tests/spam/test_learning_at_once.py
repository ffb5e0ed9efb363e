"""Many moderators decide at the same moment."""

from collections import Counter
from random import Random

import pytest

from comments.spam.memory import Lesson, forget, learn_all
from comments.spam.words import features
from tests.concurrency.crowd import together
from tests.spam.known import counts_of, known
from tests.spam.mail import ham, spam

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

LEARNERS = 12
ROUNDS = 15


def text_of(number):
    return (spam if number % 2 else ham)(Random(number))


def test_learners_of_the_same_words_all_count():
    """Without an order of locks they would deadlock at once."""
    numbers = range(1, LEARNERS * ROUNDS + 1)
    lessons = [Lesson(number, 1, text_of(number), "", "", bool(number % 2)) for number in numbers]
    together(LEARNERS, lambda index: [learn_all([one]) for one in lessons[index::LEARNERS]])
    counts = Counter((word, one.is_spam) for one in lessons for word in features(one.text))
    words = sorted({word for word, _is_spam in counts})
    assert counts_of(*words) == [(counts[word, True], counts[word, False]) for word in words]
    assert counts_of(None) == [(len(lessons) // 2, len(lessons) // 2)]


def test_the_same_comments_decided_by_many_count_once():
    """Each decides about all of them, in an order of their own; the last decision counts."""

    def decide(index):
        random = Random(index)
        for _ in range(ROUNDS):
            numbers = random.sample(range(1, 11), 10)
            decisions = [random.choice([True, False, None]) for _ in numbers]
            learn_all(map(lesson, numbers, decisions))

    together(LEARNERS, decide)
    words, decided = known()
    forget()
    learn_all(lesson(number, is_spam) for number, is_spam, _revision in decided)
    assert known() == (words, decided)


def lesson(number, is_spam):
    return Lesson(number, 1, text_of(number), "", "", is_spam)
