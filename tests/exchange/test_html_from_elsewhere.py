"""HTML from elsewhere becomes our Markdown: words, links, quotes, lists and code stay."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.exchange.fromhtml import markdown_of
from comments.markup import comment_html

LINK = 'rel="nofollow ugc noopener"'


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("plain words", "<p>plain words</p>"),
        ("one<br>two", "<p>one<br>\ntwo</p>"),
        ("<p>one</p><p>two</p>", "<p>one</p>\n<p>two</p>"),
        (
            "<b>bold</b> <i>slant</i> <del>gone</del>",
            "<p><strong>bold</strong> <em>slant</em> <s>gone</s></p>",
        ),
        (
            "<blockquote><p>said</p></blockquote>yes",
            "<blockquote>\n<p>said</p>\n</blockquote>\n<p>yes</p>",
        ),
        ("<ul><li>a</li><li>b</li></ul>", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        (
            '<ol start="3"><li>c</li><li>d</li></ol>',
            '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>',
        ),
        (
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>",
        ),
        ("<p>so:</p><ol><li>a</li></ol>", "<p>so:</p>\n<ol>\n<li>a</li>\n</ol>"),
        (
            "<ul><li>a<ol><li>b</li><li>c</li></ol></li></ul>",
            "<ul>\n<li>a\n<ol>\n<li>b</li>\n<li>c</li>\n</ol>\n</li>\n</ul>",
        ),
        ("use <code>a*b</code>", "<p>use <code>a*b</code></p>"),
        ("<pre>if x:\n  y</pre>", "<pre><code>if x:\n  y\n</code></pre>"),
        (
            '<pre><code class="language-py">x</code></pre><pre>y</pre>',
            '<pre><code class="language-py">x\n</code></pre>\n<pre><code>y\n</code></pre>',
        ),
        ("<pre><code>&lt;b&gt; ```</code></pre>", "<pre><code>&lt;b&gt; ```\n</code></pre>"),
        (
            '<a href="https://a.example/?x=1&amp;y=(2)">there</a>',
            f'<p><a href="https://a.example/?x=1&amp;y=(2)" {LINK}>there</a></p>',
        ),
        (
            '<a href="https://a.example/a_b">https://a.example/a_b</a>',
            f'<p><a href="https://a.example/a_b" {LINK}>https://a.example/a_b</a></p>',
        ),
        ('<a href="javascript:alert(1)">there</a>', "<p>there</p>"),
        (
            '<img src="https://a.example/i.png" alt="a cat">',
            f'<p><a href="https://a.example/i.png" {LINK}>a cat</a></p>',
        ),
        ("a <script>alert(1)</script> b", "<p>a  b</p>"),
        ("*not* _so_ [x](y) `z` ~~w~~", "<p>*not* _so_ [x](y) `z` ~~w~~</p>"),
        ("1. not a list", "<p>1. not a list</p>"),
        ("# &gt; - + = ---", "<p># &gt; - + = ---</p>"),
        ("&amp;lt; is a sign &lt;3", "<p>&amp;lt; is a sign &lt;3</p>"),
        ("I <heart> you", "<p>I &lt;heart&gt; you</p>"),
        ("a\\b \\* c", "<p>a\\b \\* c</p>"),
        (
            '<a href="https://a.example/1">https://b.example/*c*[]</a>',
            f'<p><a href="https://a.example/1" {LINK}>https://b.example/*c*[]</a></p>',
        ),
        ("<b>use</b> __init__ and ___x_y___", "<p><strong>use</strong> __init__ and ___x_y___</p>"),
        ("<h2>Title</h2>words", "<p><strong>Title</strong></p>\n<p>words</p>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a b</p>"),
        ("<b>over <p>lap</b> ping", "<p><strong>over</strong></p>\n<p>lap ping</p>"),
        ('<p onclick="x()" style="color:red">w</p>', "<p>w</p>"),
    ],
)
def test_it_says_the_same(there, here):
    assert comment_html(markdown_of(there)).strip() == here


def test_line_breaks_are_kept_where_they_are_some():
    assert comment_html(markdown_of("one\ntwo\n\n<em>three</em>", lines=True)) == (
        "<p>one<br>\ntwo</p>\n<p><em>three</em></p>\n"
    )


TAGS = [
    "b",
    "i",
    "p",
    "div",
    "blockquote",
    "ul",
    "ol",
    "li",
    "pre",
    "code",
    "a",
    "br",
    "hr",
    "em",
    "strong",
    "table",
    "td",
    "h1",
    "script",
    "x",
]


@settings(max_examples=500, deadline=None)
@given(
    st.lists(
        st.sampled_from([f"<{tag}>" for tag in TAGS] + [f"</{tag}>" for tag in TAGS])
        | st.text(st.sampled_from("ab *_`<>&[]\n"), max_size=5),
        max_size=40,
    )
)
def test_whatever_comes_the_result_is_safe(pieces):
    html = comment_html(markdown_of("".join(pieces), lines=True))
    assert "<script" not in html
    assert "<x" not in html


def test_deep_nesting_costs_no_recursion():
    words = "<blockquote>" * 50_000 + "deep" + "</blockquote>" * 50_000
    assert "deep" in comment_html(markdown_of(words))


def test_numbers_of_no_character_are_words():
    huge = "&#" + "9" * 5_000 + ";"
    assert comment_html(markdown_of(f"<b>{huge}</b>")).count("9") == 5_000
    assert markdown_of("<b>&#x1F9A1; &#65;</b>") == "**🦡 A**"


def test_words_before_code_are_kept():
    html = comment_html(markdown_of("<pre>\n<b>\n<i>words<code>code</code></pre>"))
    assert html == "<pre><code>\nwordscode\n</code></pre>\n"


@pytest.mark.parametrize("piece", ["<!--", "<![CDATA[", "<?", "<a ", "<i>", "</b>", "<ul><li>"])
def test_what_never_ends_takes_no_more_steps_for_it(piece):
    few, many = (steps(piece * (length // len(piece)), as_lines) for length in (5_000, 20_000))
    assert many < 5 * few


def as_lines(html):
    return markdown_of(html, lines=True)


def steps(text, read):
    """How many calls it takes to read: the same on any machine."""
    calls = 0

    def count(*_):
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        read(text)
    finally:
        sys.setprofile(None)
    return calls
