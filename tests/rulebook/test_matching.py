"""Listed words are found in any disguise, as whole words, and never slowly."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.rulebook.matching import LONGEST_ENTRY, LONGEST_LIST, Matcher, entries_of, entry_words
from comments.rules import TEXT_LENGTH

LETTERS = "abc"
# Far from what a regular expression could take, and far above what a slow machine needs.
ENOUGH_SECONDS = 2


def found(text, *entries):
    match = Matcher(entries).find(text)
    return match and str(match)


@pytest.mark.parametrize(
    ("entry", "text", "evidence"),
    [
        ("casino", "A casino!", "casino"),
        ("casino", "CASINO", "casino"),
        ("Casino", "ｃａｓｉｎｏ", "casino"),
        ("casino", "cas\u200bino", "casino"),
        ("casino", "сasinо", "casino"),
        ("casino", "cásinö", "casino"),
        ("casino", "cas1n0", "casino"),
        ("don't", "I DON’T know", "dont"),
        ("free money", "free,\n money", "free money"),
        ("free money", "- free\n- money", "free money"),
        ("casino*", "two Casinos", "casinos (casino*)"),
        ("*porn*", "foodpornography", "foodpornography (*porn*)"),
        ("v*gra", "vgra", "vgra (v*gra)"),
        ("free * now", "free money now", "free money now (free * now)"),
        ("example.com", "see https://example.com/a", "example com"),
        ("网站", "看这个网站吧", "网 站"),
        ("नमस्ते", "नमस्ते दोस्त", "नमस्ते"),
    ],
)
def test_what_is_found(entry, text, evidence):
    assert found(text, entry) == evidence


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("casino", "casinos"),
        ("casino", "thecasino"),
        ("ass", "class as"),
        ("free money", "freemoney"),
        ("free money", "money free"),
        ("free * now", "free now"),
        ("free * now", "free money and now"),
        ("v*gra", "v gra"),
        ("*", "anything"),
        ("a", "a"),
        ("", "x"),
        ("?!", "?!"),
        ("casino", ""),
    ],
)
def test_what_is_not_found(entry, text):
    assert found(text, entry) is None


def test_any_of_many_is_found_and_what_means_nothing_is_left_out():
    entries = ["*", "one two", "x" * 3, "two thr*"]
    assert found("one two three", *entries) == "one two"
    assert found("two three", *entries) == "two three (two thr*)"
    assert found("xxx", *entries) == "xx"


def test_a_list_is_read_line_by_line():
    assert entries_of(" one  two \r\n\n\tthree\n") == ["one two", "three"]


def plainly(entry, text):
    """The same by trying everything."""
    pieces, words = entry.split(), text.split()
    runs = (words[at : at + len(pieces)] for at in range(len(words) - len(pieces) + 1))
    return any(all(map(fits, pieces, run)) for run in runs)


def fits(piece, word):
    if not piece:
        return not word
    if piece[0] == "*":
        return any(fits(piece[1:], word[at:]) for at in range(len(word) + 1))
    return bool(word) and word[0] == piece[0] and fits(piece[1:], word[1:])


entry_texts = st.lists(st.text("ab*", min_size=1, max_size=4), min_size=1, max_size=3).map(" ".join)
texts = st.lists(st.text("ab", min_size=1, max_size=5), max_size=6).map(" ".join)


@given(entries=st.lists(entry_texts, min_size=1, max_size=5), text=texts)
def test_all_at_once_finds_what_trying_everything_finds(entries, text):
    # Three letters in a row are shortened in both.
    text = text.replace("aaa", "aa").replace("bbb", "bb").replace("aaa", "aa").replace("bbb", "bb")
    meant = [" ".join(words) for entry in entries if (words := entry_words(entry))]
    expected = any(plainly(entry, text) for entry in meant)
    assert bool(Matcher(entries).find(text)) == expected


@given(st.lists(st.text(max_size=30), max_size=10), st.text(max_size=200))
def test_nothing_breaks_it(entries, text):
    match = Matcher(entries).find(text)
    assert match is None or match.entry in entries


def worst_lists():
    star = "*a" * 49 + "*"
    return [
        [star] * (LONGEST_LIST // len(star)),
        ["ab*" * 33] * 100,
        ["a" * 99 + "b"] * 100,
        [f"{'* ' * 48}zz"] * 100,
        ["\ufdfa" * 5] * 1_000,
        [chr(0x4E00 + n) * 2 for n in range(3_000)],
        ["a*b*c"] * 1_000,
    ]


@pytest.mark.parametrize("entries", worst_lists(), ids=range(len(worst_lists())))
@pytest.mark.parametrize("piece", ["a", "a ", "ab", "z q ", "\ufdfa", "中", "1a", "́a"])
def test_no_list_and_no_text_takes_long(entries, piece):
    start = time.process_time()
    Matcher(entries).find(piece * (TEXT_LENGTH // len(piece)))
    assert time.process_time() - start < ENOUGH_SECONDS


def test_an_entry_that_is_too_long_is_not_looked_for():
    assert entry_words("x y " * LONGEST_ENTRY) == []
