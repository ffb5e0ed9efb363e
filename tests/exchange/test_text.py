from contextlib import suppress
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.exchange.document import MalformedDocumentError, ParsedComment, cite
from comments.exchange.text import blocks, parse, title_of
from comments.rules import DEEPEST_LEVEL, NAME_LENGTH, TEXT_LENGTH


def document(comments: str, article: str = "The bridge shuts on Monday.") -> str:
    return f"{article}\n\n\n{dedent(comments)}\n"


def drawn(source: str | bytes) -> list[tuple[str, str, str]]:
    return [(comment.citation, comment.name, comment.text) for comment in parse(source).comments]


def written(article: str, comments: list[ParsedComment]) -> str:
    return "".join(blocks(article, comments))


def problems(source: str | bytes) -> list[str]:
    with pytest.raises(MalformedDocumentError) as caught:
        parse(source)
    return [str(problem) for problem in caught.value.problems]


NESTED = """
  1. Ada says:

    First.

    1. Ben says:

      Second,
      on two lines.

      And a paragraph.

      1. Ada says:

        Third.

    2. Cem says:

      Fourth.

  2. Ben says:

    Fifth.
"""


def test_replies_are_nested_by_their_indentation() -> None:
    assert drawn("The bridge shuts on Monday.\n\n" + NESTED) == [
        ("1", "Ada", "First."),
        ("1.1", "Ben", "Second,\non two lines.\n\nAnd a paragraph."),
        ("1.1.1", "Ada", "Third."),
        ("1.2", "Cem", "Fourth."),
        ("2", "Ben", "Fifth."),
    ]


def test_each_comment_knows_its_parent_and_its_line() -> None:
    thread = parse("The bridge shuts on Monday.\n\n" + NESTED)
    assert [(comment.parent, comment.line) for comment in thread.comments] == [
        (None, 4),
        (0, 8),
        (1, 15),
        (0, 19),
        (None, 23),
    ]
    assert (thread.threads, thread.replies, thread.depth) == (2, 3, 3)


def test_what_is_written_is_laid_out_as_it_was_read() -> None:
    source = "The bridge shuts on Monday.\n\n" + NESTED + "\n"
    thread = parse(source)
    assert written(thread.article_text, thread.comments) == source


def test_a_list_that_starts_again_is_continued_and_noticed() -> None:
    comments = "  1. A says:\n\n    a\n\n    1. B says:\n\n      b\n\n    1. C says:\n\n      c\n"
    source = "Text.\n\n\n" + comments
    thread = parse(source)
    assert drawn(source) == [("1", "A", "a"), ("1.1", "B", "b"), ("1.2", "C", "c")]
    assert [str(notice) for notice in thread.notices] == [
        "line 12: the list under 1 starts again at 1; kept as 1.2"
    ]


def test_threads_that_start_again_are_noticed_too() -> None:
    thread = parse("Text.\n\n\n  1. A says:\n\n    a\n\n  1. B says:\n\n    b\n")
    assert [str(notice) for notice in thread.notices] == [
        "line 8: the list of threads starts again at 1; kept as 2"
    ]


def test_a_list_goes_on_counting_after_it_started_again() -> None:
    words = "\n\n".join(f"  {n}. A says:\n\n    a" for n in (1, 2, 1, 2, 3))
    assert [number for number, _, _ in drawn(f"Text.\n\n{words}")] == ["1", "2", "3", "4", "5"]


def test_words_keep_their_own_indentation_and_trailing_spaces() -> None:
    source = "Text.\n\n\n  1. A says:\n\n      code\n    two  \n\n\n    three\n"
    assert drawn(source) == [("1", "A", "  code\ntwo  \n\n\nthree")]


def test_windows_line_ends_and_a_byte_order_mark_are_read() -> None:
    assert drawn(b"\xef\xbb\xbfText.\r\n\r\n  1. A says:\r\n\r\n    a\r\n    b\r\n") == [
        ("1", "A", "a\nb")
    ]


def test_an_article_without_comments_is_read() -> None:
    thread = parse("\nText.\n\nMore.\n")
    assert (thread.article_text, thread.comments, thread.depth) == ("Text.\n\nMore.", [], 0)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("as\n1. B says:\nno", id="inside a paragraph"),
        pytest.param("as\n\n2. B says:\n\nno", id="a paragraph of its own"),
        pytest.param("as\n1. B says:", id="the last line of a paragraph"),
        pytest.param("1) B says:\n\n1. B said:\n\n1 B says:\n\nB says:", id="another form"),
    ],
)
def test_words_that_look_like_a_heading_stay_words(words: str) -> None:
    indented = "\n".join(line and f"    {line}" for line in words.split("\n"))
    assert drawn(f"Text.\n\n\n  1. A says:\n\n{indented}\n") == [("1", "A", words)]


def test_words_are_escaped_where_they_would_read_as_a_heading() -> None:
    words = "a\n\n1. B says:\n\n  b\n\n1\\. C says:"
    comment = ParsedComment(1, 1, (1,), "A", words, None)
    again = written("Text.", [comment])
    assert again.partition("\n\n\n")[2] == (
        "  1. A says:\n\n    a\n\n    1\\. B says:\n\n      b\n\n    1\\\\. C says:\n\n"
    )
    assert drawn(again) == [("1", "A", words)]


def test_every_problem_is_reported_with_its_line() -> None:
    assert problems(
        document(
            """\
  1. A says:

    a

   2. B says:

    b

        1. C says:

            c

  7. D says:

  8.  says:

    e

not theirs
"""
        ).replace("\n1. A", "\n  1. A")
    ) == [
        "line 8: a heading stands 2 spaces in per level, not 3",
        "line 12: a comment of depth 4 beneath one of depth 1",
        "line 16: number 7 where 3 was due",
        "line 16: comment 3 has no words",
        "line 18: the name is empty",
        "line 22: words without a heading: they belong 4 spaces in",
    ]


HOMELESS = "words without a heading: they belong 4 spaces in"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", ["line 1: there is no article above the comments"]),
        ("\n \n", ["line 1: there is no article above the comments"]),
        ("  1. A says:\n\n    a\n", ["line 1: there is no article above the comments"]),
        (
            "1. A says:\n\n  a\n",
            [
                "line 1: a heading stands 2 spaces in per level, not 0",
                "line 1: there is no article above the comments",
                f"line 3: {HOMELESS}",
            ],
        ),
        ("T\n\n  2. A says:\n\n    a\n", ["line 3: number 2 where 1 was due"]),
        ("T\n\n  1. A says:\n\n    \n", ["line 3: comment 1 has no words"]),
        (
            "T\n\n  1. A says:\n\n  a\n",
            [f"line 5: {HOMELESS}"],
        ),
        (
            "T\n\n  1. A says:\n\n\t\ta\n",
            [f"line 5: {HOMELESS}"],
        ),
        ("T\n\n  1. says:\n\n    a\n", ["line 3: the name is empty"]),
        (
            f"T\n\n  1. {'n' * (NAME_LENGTH + 1)} says:\n\n    a\n",
            ["line 3: the name is longer than 80 characters"],
        ),
        (
            f"T\n\n  1. A says:\n\n    {'a' * (TEXT_LENGTH + 1)}\n",
            ["line 3: comment 1 is longer than 10,000 characters"],
        ),
        ("T\n\n  1. A says:\n\n    a\0b\n", ["line 5: holds a NUL character"]),
        (b"T\n\n  1. A says:\n\n    a\n    \xff\n", ["line 6: is not valid UTF-8"]),
        ("T\n\n  1. A says:\n\n    a\ud800\n", ["line 5: is not valid UTF-8"]),
    ],
)
def test_a_malformed_document_is_refused(source: str | bytes, expected: list[str]) -> None:
    assert problems(source) == expected


def test_a_name_and_words_at_their_limits_are_read() -> None:
    name, words = "n" * NAME_LENGTH, "a" * TEXT_LENGTH
    assert drawn(f"T\n\n  1. {name} says:\n\n    {words}\n") == [("1", name, words)]


def test_replies_nested_too_deep_are_refused() -> None:
    chain = [
        ParsedComment(1, depth, (1,) * depth, "A", "a", None)
        for depth in range(1, DEEPEST_LEVEL + 3)
    ]
    assert len(parse(written("T", chain[:-1])).comments) == DEEPEST_LEVEL + 1
    assert problems(written("T", chain)) == [
        f"line {4 + 4 * (DEEPEST_LEVEL + 1)}: replies are nested more than {DEEPEST_LEVEL} deep"
    ]


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("A bridge.\nAnd more.", "A bridge."),
        ("One sentence! " + "Another one. " * 20, "One sentence!"),
        ("word " * 40, " ".join(["word"] * 24) + "…"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_the_title_is_the_first_line_or_what_of_it_fits(article: str, expected: str) -> None:
    assert title_of(article) == expected


HEADINGS = ["1. A says:", "2\\. B says:", "3.  says:", "says:", "1."]
PARTS = [*HEADINGS, "    ", "  ", "x", "“…”", "🙂", "\t", "\x85", "م"]
part = st.one_of(st.sampled_from(PARTS), st.text(st.characters(codec="utf-8"), max_size=4))
line = st.lists(part).map(lambda parts: "".join(parts).translate(dict.fromkeys(map(ord, "\r\n\0"))))
jumble = st.lists(st.sampled_from([*PARTS, "\n", "\n\n", " "])).map("".join)
words = (
    st.lists(line, max_size=6)
    .map(lambda lines: "\n".join(line if line.strip() else "" for line in lines).strip("\n"))
    .filter(bool)
)
names = line.map(str.strip).filter(lambda name: 0 < len(name) <= NAME_LENGTH)


@st.composite
def conversations(draw: st.DrawFn) -> list[ParsedComment]:
    comments: list[ParsedComment] = []
    path: list[int] = []
    counts: dict[int | None, int] = {}
    for at in range(draw(st.integers(0, 8))):
        depth = draw(st.integers(1, len(path) + 1))
        del path[depth - 1 :]
        parent = path[-1] if path else None
        counts[parent] = counts.get(parent, 0) + 1
        number = (*(comments[parent].number if parent is not None else ()), counts[parent])
        comments.append(ParsedComment(0, depth, number, draw(names), draw(words), parent))
        path.append(at)
    return comments


@given(words, conversations())
def test_whatever_is_written_reads_back_the_same(article, comments) -> None:
    thread = parse(written(article, comments))
    assert (thread.article_text, thread.comments, thread.notices) == (article, comments, [])


@given(st.one_of(st.text(), st.binary(), jumble))
def test_anything_is_either_read_or_refused(source) -> None:
    with suppress(MalformedDocumentError):
        thread = parse(source)
        again = parse(written(thread.article_text, thread.comments))
        assert (again.article_text, again.comments) == (thread.article_text, thread.comments)


def test_a_number_is_cited_with_full_stops() -> None:
    assert cite((11, 1, 2)) == "11.1.2"
