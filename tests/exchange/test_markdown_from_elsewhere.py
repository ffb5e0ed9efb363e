"""Markdown from elsewhere: its HTML and pictures become our Markdown, the rest stays as typed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.exchange.frommarkdown import ours
from comments.exchange.records import Markup, SourceComment, told
from comments.markup import comment_html
from comments.models import Comment
from tests.exchange.elsewhere import There
from tests.exchange.test_html_from_elsewhere import LINK, TAGS, steps
from tests.exchange.writers import artalk, commento, isso

WORDS = "The <b>wheel</b> ![here](https://mill.example/w.png)"
LINKED = f'<a href="https://mill.example/w.png" {LINK}>here</a>'


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("*so* <b>bold</b>", "<p><em>so</em> <strong>bold</strong></p>"),
        ("<p>one<br>two</p><p>&lt;3</p>", "<p>one<br>\ntwo</p>\n<p>&lt;3</p>"),
        (
            'see <a href="https://a.example/b_c">*this*</a>',
            f'<p>see <a href="https://a.example/b_c" {LINK}><em>this</em></a></p>',
        ),
        (
            "<blockquote>said\n</blockquote>\n\n*yes*",
            "<blockquote>\n<p>said</p>\n</blockquote>\n<p><em>yes</em></p>",
        ),
        (
            "> a <i>b</i>\n\n- c\n- d",
            "<blockquote>\n<p>a <em>b</em></p>\n</blockquote>\n<ul>\n<li>c</li>\n<li>d</li>\n</ul>",
        ),
        ("<ul><li>a</li></ul>", "<ul>\n<li>a</li>\n</ul>"),
        ("`<b>` <b>x</b>", "<p><code>&lt;b&gt;</code> <strong>x</strong></p>"),
        (
            "<b>x</b>\n```\n<b>![y](z)\n```",
            "<p><strong>x</strong></p>\n<pre><code>&lt;b&gt;![y](z)\n</code></pre>",
        ),
        ("<pre>if x:\n\n    *y*</pre>", "<pre><code>if x:\n\n    *y*\n</code></pre>"),
        ("a <script>alert(1)</script>b", "<p>a b</p>"),
        ("<style>\n\np {}\n\n</style>\n\nwords", "<p>words</p>"),
        ("I <heart> <i>you</i>", "<p>I &lt;heart&gt; <em>you</em></p>"),
        ("a <!-- not seen --> b", "<p>a b</p>"),
        (
            'so <img src="https://o.example/d.png" atk-emoticon="doge">',
            f'<p>so <a href="https://o.example/d.png" {LINK}>doge</a></p>',
        ),
    ],
)
def test_html_in_it_is_read_as_html(there, here):
    assert comment_html(ours(there, has_tags=True)).strip() == here


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("![the *wheel*](https://a.example/w.png)", "[the wheel](https://a.example/w.png)"),
        ("![](https://a.example/w_1.png)", "<https://a.example/w_1.png>"),
        ("![the wheel](/w.png) ![](w.png)", "the wheel w.png"),
        ("[![a](https://a.example/1)](https://b.example)", "[a](https://b.example)"),
        ("<b> ![a](https://a.example/1)", "\\<b> [a](https://a.example/1)"),
        ("![a](https://a.example/1) `![b](c)`", "[a](https://a.example/1) `![b](c)`"),
    ],
)
def test_pictures_are_links(there, here):
    assert ours(there, has_tags=False) == here


@pytest.mark.parametrize(
    "typed",
    [
        "# no heading\n\n    code <b>\n\n_so_ [x](/y)",
        "```\n<b>![a](https://a.example)\n```\n*  so*",
        "1 < 2, a<b, <3, ![x] and <https://a.example>",
        "![no](javascript:alert(1))  \n__so__",
    ],
)
def test_without_either_it_stays_as_typed(typed):
    assert ours(typed, has_tags=True) == typed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("writer", "here"),
    [
        (isso, f"<p>The <strong>wheel</strong> {LINKED}</p>\n"),
        (artalk, f"<p>The <strong>wheel</strong> {LINKED}</p>\n"),
        (commento, f"<p>The &lt;b&gt;wheel&lt;/b&gt; {LINKED}</p>\n"),
    ],
)
def test_each_program_is_read_as_it_reads(writer, here, tmp_path, bring_in, monkeypatch):
    monkeypatch.setattr("tests.exchange.writers.markdown", lambda one: one.words)
    file = tmp_path / "export"
    file.write_bytes(writer([There(1, 1, words=WORDS)]))
    bring_in(file)
    assert Comment.objects.get().html == here


@pytest.mark.parametrize("markup", [Markup.TAGGED, Markup.PICTURED])
def test_the_ledger_knows_it_as_before(markup):
    before = SourceComment("1", "", "1", text=WORDS, markup=Markup.MARKDOWN)
    assert told(replace(before, markup=markup)) == told(before)


PIECES = [f"<{tag}>" for tag in TAGS if tag != "script"] + [f"</{tag}>" for tag in TAGS]
MARKS = st.text(st.sampled_from("ab *_`<>&![](){}#~\\\"'=/-\n\t"), max_size=6)


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "> ", "- ", "1. ", "word"]) | MARKS, max_size=40))
def test_no_word_is_lost_and_nothing_is_unsafe(pieces):
    html = comment_html(ours("".join(pieces), has_tags=True))
    assert html.count("word") >= pieces.count("word")
    assert not {"<x", "<script", "<img", "<div"} & set(html.split(">"))


def test_of_what_is_nested_too_deep_no_word_is_lost():
    assert "word" in ours("> " * 50 + "<b>word</b>", has_tags=True)


@pytest.mark.parametrize(
    "piece", ["<!--", "<?", "<a ", "<b>", "</b>", "![", "![](", "<p>\n", "- <b>\n", "`<b>", "<b>*"]
)
def test_however_long_it_is_it_is_read_once(piece):
    few, many = (
        steps(piece * (length // len(piece)), lambda text: ours(text, has_tags=True))
        for length in (2_000, 8_000)
    )
    assert many < 5 * few
