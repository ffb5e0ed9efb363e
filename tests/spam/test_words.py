"""What the filter sees in a comment."""

import re
import sys
from re._constants import MAXREPEAT
from re._parser import parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.spam import links, marks
from comments.spam import words as spam_words
from comments.spam.words import LONGEST_TEXT, MOST_FEATURES, features


def words(text):
    """Without what is noticed about the whole."""
    return {word for word in features(text) if ":" not in word}


def noticed(*kinds, **comment):
    """What is noticed of these kinds."""
    found = features(**{"text": "", **comment})
    return {word for word in found if word.partition(":")[0] in kinds}


def test_words_and_phrases():
    assert words("Buy cheap pills") == {"buy", "cheap", "pills", "buy cheap", "cheap pills"}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("CAFÉ", "cafe"),
        ("Ｃａｓｉｎｏ", "casino"),
        ("𝓬𝓪𝓼𝓲𝓷𝓸", "casino"),
        ("ca\u200bsi\u00adno", "casino"),
        ("don’t", "dont"),
        ("freeeeee", "free"),
        ("Ёлка", "елка"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_one_word(text, same):
    assert words(text) == {same}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("便宜手表", {"便宜", "宜手", "手表"}),
        ("安い時計", {"安い", "い時", "時計"}),
        ("구독", {"구독"}),
        ("好", {"好"}),
        ("हिन्दी", {"हिन्दी"}),
        ("שלום", {"שלום"}),
        ("vip会员价", {"vip", "会员", "员价"}),
    ],
)
def test_words_of_other_scripts(text, expected):
    assert words(text) == expected


def test_hosts_of_addresses():
    found = noticed("host", "tld", "path", text="See https://www.shop.example.ru/cheap?ref=12.")
    assert found == {
        "host:shop.example.ru",
        "host:example.ru",
        "tld:ru",
        "path:cheap",
        "path:ref",
        "path:12",
    }


@pytest.mark.parametrize(
    "text", ["win.example.com", "www.example.com", "Win example . com", "(https://win.example.com)"]
)
def test_addresses_however_written(text):
    assert "links:1" in features(text)
    assert noticed("tld", text=text) == {"tld:com"}


@pytest.mark.parametrize("text", ["Good.Then we go", "e.g. this", "1.884.034", "http://", "a..b"])
def test_dots_that_make_no_address(text):
    assert noticed("links", text=text) == {"links:0"}


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0"), (1, "1"), (2, "2"), (3, "3+"), (30, "3+")]
)
def test_counts_come_in_classes(count, expected):
    text = "http://example.org/ " * count
    assert noticed("links", text=text) == {f"links:{expected}"}
    assert noticed("exclamations", text="!" * count) == {f"exclamations:{expected}"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[url=http://a.example]x[/url]", "markup:bbcode"),
        ("<a href='http://a.example'>x</a>", "markup:html"),
        ("[x](http://a.example)", "markup:markdown"),
        ("сasino", "trick:mixed-scripts"),
        ("ca\u200bsino", "trick:invisible"),
        ("casino dot com", "trick:hidden-dot"),
        ("c a s i n o", "trick:spaced-letters"),
        ("wowwwww", "repeated:character"),
        ("Buy\nnow\nBuy", "repeated:line"),
        ("+1 (555) 010-9988", "phone:yes"),
        ("win@example.com", "mail:yes"),
        ("follow @example", "handle:yes"),
        ("only $5", "money:yes"),
    ],
)
def test_tricks(text, expected):
    kind = expected.partition(":")[0]
    assert noticed(kind, text=text) == {expected}
    assert noticed(kind, text="The steps are wet, mind yourselves.") == set()


def test_a_disguised_word_is_read_as_what_it_looks_like():
    assert words("сasinо") == {"casino"}


def test_shouting():
    assert noticed("capitals", text="FREE MONEY now") == {"capitals:75+"}
    assert noticed("capitals", text="Free money now") == {"capitals:0"}


def test_name_and_website_are_kept_apart_from_the_text():
    known = noticed(
        "name", "website", "host", name="Cheap Pills.com", website="https://win.example.ru/"
    )
    assert known == {
        "name:cheap",
        "name:pills",
        "name:com",
        "name:is-an-address",
        "website:yes",
        "host:win.example.ru",
        "host:example.ru",
    }
    assert noticed("name", "website", name="Ada") == {"name:ada", "website:no"}


@given(st.text(), st.text(), st.text())
def test_any_text_gives_a_bounded_number_of_features(text, name, website):
    found = features(text, name, website)
    assert 0 < len(found) <= MOST_FEATURES
    assert found == features(text, name, website)


def test_what_a_long_text_hides_at_its_end_is_seen():
    padding = " ".join(f"word{number}" for number in range(1_200))
    spam = [f"casino{number}" for number in range(300)]
    seen = features(padding + " " + " ".join(spam))
    assert len(seen) == MOST_FEATURES
    assert len(seen.intersection(spam)) > 50


NASTY = ["a", "a.", "a-", "a@", "www.", "http://", "[url", "1 ", ". ", "\n", "(", "!", "\u0301"]
NASTY += ["\ufdfa", "一", "</", "a b ", "\u200b", "co.", "é", "dot ", "😀", "с", "a\u0431"]


@pytest.mark.parametrize("piece", NASTY)
def test_no_text_takes_more_steps_than_its_length(piece):
    few, many = (steps((piece * length)[:length]) for length in (LONGEST_TEXT // 4, LONGEST_TEXT))
    # Four times the text; what grows with its square would take sixteen times as many.
    assert many < 8 * few


def steps(text):
    """How many calls it takes: the same on any machine."""
    calls = 0

    def count(*_):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        features(text, text, text)
    finally:
        sys.setprofile(None)
    return calls


PATTERNS = {
    f"{module.__name__}.{name}": pattern
    for module in (links, marks, spam_words)
    for name, pattern in {**vars(module), **getattr(module, "SIGNS", {})}.items()
    if isinstance(pattern, re.Pattern)
}


@pytest.mark.parametrize("name", PATTERNS)
def test_no_pattern_looks_far_and_in_vain(name):
    """That is one step, however long it takes: so each repetition ends, or the pattern does."""
    assert endless(parse(PATTERNS[name].pattern, PATTERNS[name].flags)) is False


@pytest.mark.parametrize(
    "slow", ["a+b", "(a+)*b", "(?:a|b+)c", "(?=a*b)", "x{2,}?y", "(?:a+){1,9}b"]
)
def test_which_would_be_seen(slow):
    assert endless(parse(slow)) is True


def endless(parts, is_end=True):
    """Whether something may be repeated without end, and something has to follow."""
    last = len(parts) - 1
    return any(_endless(op, of, is_end and at == last) for at, (op, of) in enumerate(parts))


def _endless(op, of, is_end):
    name = str(op)
    if name.endswith("_REPEAT"):
        _, most, inner = of
        return (most == MAXREPEAT and not is_end) or endless(inner, False)
    if name == "BRANCH":
        return any(endless(branch, is_end) for branch in of[1])
    if name == "SUBPATTERN":
        return endless(of[-1], is_end)
    return name.startswith("ASSERT") and endless(of[1], False)
