"""What we make of Markdown comes back as it was, from our own HTML or as it is typed elsewhere."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.exchange.exporting.typed import as_typed
from comments.exchange.fromhtml import markdown_of
from comments.markup import comment_html

LINES = [
    "", "plain words", "  more", "      far in", "- one", "- two", "  - beneath", "   - odd",
    "* star", "+ plus", "1. first", "2. second", "1986. a year", "3) third", "> said",
    "> - said", "> > before", "```\ncode *x*\n\n  and  \n```", "  ```\n  within\n  ```", "---",
    "`so`", "**so** and *so*", "~~gone~~", "[there](https://e.example/a_b)", "<https://e.example>",
    "www.e.example", "a < b & c", "&amp;", "<b>", "\\*no\\*", "# no", "snake_case", "שלום 🦡",
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "- one\n- two\n\n- three",
        "- one\n- two\n- three",
        "- one\n\n  more\n- two",
        "- one\n  - beneath\n\n  - it\n- two",
        "- one\n* another list",
        "1. one\n2) another list",
        "- one\n  ```\n  code\n  ```\n- two",
        "```\n\nfirst an empty line  \n\n\nand blanks\n```",
    ],
)
def test_lists_stay_loose_or_tight_and_code_as_it_is(text):
    html = comment_html(text)
    assert comment_html(markdown_of(html)) == html
    assert comment_html(markdown_of(as_typed(html), lines=True)) == html


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=7).map("\n".join))
def test_any_markdown_comes_back(text):
    html = comment_html(text)
    assert comment_html(markdown_of(html)) == html
    assert comment_html(markdown_of(as_typed(html), lines=True)) == html


def test_where_lists_are_not_allowed_their_items_are_lines():
    typed = as_typed(comment_html("so:\n\n- one\n- two\n\nthus"))
    assert typed == "so:\n\n<ul><li>one</li>\n<li>two</li>\n</ul>\n\nthus"
