"""How words' counts become a score."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.spam.scoring import (
    ENOUGH,
    NEUTRAL,
    SHOWN,
    Clue,
    Counts,
    Judgement,
    score,
    weight,
)

TOTAL = Counts(spam=100, ham=100)
SEEN = st.dictionaries(
    st.text("abc", min_size=1), st.builds(Counts, st.integers(0, 100), st.integers(0, 100))
)


def test_nothing_is_known_of_nothing():
    assert score({}, TOTAL) == Judgement(NEUTRAL)
    assert weight(Counts(), TOTAL) == NEUTRAL


@pytest.mark.parametrize("total", [Counts(ENOUGH - 1, 1_000), Counts(1_000, ENOUGH - 1)])
def test_few_comments_teach_nothing(total):
    assert score({"casino": Counts(spam=5)}, total) == Judgement(NEUTRAL)


def test_unknown_words_change_nothing():
    known = {"casino": Counts(spam=9), "bridge": Counts(ham=2)}
    assert score({**known, "new": Counts()}, TOTAL) == score(known, TOTAL)


def test_a_word_seen_once_says_less_than_one_seen_often():
    weights = [weight(Counts(spam=seen), TOTAL) for seen in (0, 1, 10, 100)]
    assert weights == pytest.approx([0.5, 0.75, 0.9545, 0.995], abs=1e-4)


def test_rates_count_and_not_numbers():
    # As common in spam as in ham, though there is ten times as much ham.
    assert weight(Counts(spam=10, ham=100), Counts(spam=100, ham=1_000)) == NEUTRAL


def test_the_strongest_words_explain():
    seen = {f"word{number}": Counts(spam=number, ham=1) for number in range(2, 30)}
    seen |= {"casino": Counts(spam=90), "bridge": Counts(ham=60), "the": Counts(50, 50)}
    judgement = score(seen, TOTAL)
    assert len(judgement.strongest) == SHOWN
    assert judgement.strongest[:3] == (
        Clue("casino", pytest.approx(0.9945, abs=1e-4)),
        Clue("bridge", pytest.approx(0.0082, abs=1e-4)),
        Clue("word29", pytest.approx(0.9516, abs=1e-4)),
    )


def test_many_strong_words_decide_beyond_doubt():
    total = Counts(10_000_000, 10_000_000)
    spam = {f"word{number}": Counts(spam=10_000_000) for number in range(1_000)}
    ham = {f"word{number}": Counts(ham=10_000_000) for number in range(1_000)}
    assert (score(spam, total).score, score(ham, total).score) == (1.0, 0.0)


@given(SEEN)
def test_a_score_is_a_share(seen):
    assert 0 <= score(seen, TOTAL).score <= 1


@given(SEEN)
def test_spam_and_ham_are_treated_alike(seen):
    turned = {word: Counts(counts.ham, counts.spam) for word, counts in seen.items()}
    assert score(turned, TOTAL).score == pytest.approx(1 - score(seen, TOTAL).score)


@given(SEEN, st.randoms())
def test_the_order_of_words_is_nothing(seen, random):
    shuffled = random.sample(sorted(seen.items()), len(seen))
    assert score(dict(shuffled), TOTAL) == score(seen, TOTAL)


@given(SEEN)
def test_one_more_sign_of_spam_never_lowers_the_score(seen):
    more = {**seen, "casino": Counts(spam=100)}
    assert score(more, TOTAL).score >= score({**seen, "casino": Counts()}, TOTAL).score
