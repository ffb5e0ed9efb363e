"""Sketches tell how much two texts are alike."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from comments.rulebook.plain import plain_words
from comments.rulebook.sketching import ASKED, FEWEST_WORDS, SIZE, SOUGHT, likeness, sketch_of

VOCABULARY = ["the", "council", "shuts", "a", "bridge", "on", "monday", "again"]
words = st.lists(st.sampled_from(VOCABULARY), max_size=80)
texts = words.map(" ".join)


def invented(random, count):
    return [
        f"{random.choice('bcdfg')}{random.choice('aeiou')}{random.randrange(999)}x"
        for _ in range(count)
    ]


def resemblance(one, other):
    runs = [
        {tuple(w[at : at + 3]) for at in range(len(w) - 2)} for w in map(plain_words, (one, other))
    ]
    return len(runs[0] & runs[1]) / len(runs[0] | runs[1])


@given(texts, texts)
def test_likeness_is_a_share_that_has_no_direction(one, other):
    a, b = sketch_of(one), sketch_of(other)
    assert 0 <= likeness(a, b) == likeness(b, a) <= 1
    assert likeness(a, a) == (1 if a else 0)
    assert len(a) <= SIZE
    assert list(a) == sorted(set(a))


@given(texts)
def test_dress_makes_no_difference(text):
    dressed = f"> quoted words\n{text.upper()}!\n\n> more"
    assert sketch_of(dressed) == sketch_of(text)


def test_short_texts_are_like_nothing():
    said = " ".join(invented(Random(1), FEWEST_WORDS))
    assert len(sketch_of(said)) == FEWEST_WORDS - 2
    assert sketch_of(said.rsplit(" ", 1)[0]) == ()
    assert likeness((), ()) == 0


def test_texts_as_short_as_a_sketch_are_compared_exactly():
    random = Random(2)
    for _ in range(50):
        one = invented(random, SIZE // 2)
        other = [*one[: random.randrange(14)], *invented(random, 14)]
        pair = " ".join(one), " ".join(other)
        assert likeness(*map(sketch_of, pair)) == resemblance(*pair)


def test_longer_ones_are_estimated():
    random, errors = Random(3), []
    for _ in range(200):
        one = invented(random, 300)
        other = list(one)
        for at in random.sample(range(300), random.randrange(60)):
            other[at] = "changed"
        pair = " ".join(one), " ".join(other)
        errors.append(likeness(*map(sketch_of, pair)) - resemblance(*pair))
    assert abs(sum(errors) / len(errors)) < 0.03
    assert sum(error**2 for error in errors) / len(errors) < 0.09**2


def test_what_is_like_is_hardly_ever_missed_by_what_is_asked():
    random, missed = Random(4), 0
    for _ in range(500):
        one = invented(random, 100)
        other = list(one)
        for at in random.sample(range(100), 4):
            other[at] = "changed"
        a, b = sketch_of(" ".join(one)), sketch_of(" ".join(other))
        missed += not set(a[:ASKED]) & set(b[:SOUGHT])
    assert missed <= 1
