import pytest

from articles.markup import article_html
from comments.markup import comment_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>\n"),
        ("> quoted\n\nanswer", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>answer</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("```py\nx < 1\n```", '<pre><code class="language-py">x &lt; 1\n</code></pre>\n'),
        ("# not a heading", "<p># not a heading</p>\n"),
        ("a\n---\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("a\n\n* * *\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n"),
        ("    pasted with spaces", "<p>pasted with spaces</p>\n"),
        ("[note]: see below", "<p>[note]: see below</p>\n"),
        ("Two:\n1) one\n2) two\nand more", "<p>Two:<br>\n1) one<br>\n2) two<br>\nand more</p>\n"),
        ("3. three\n4. four", '<ol start="3">\n<li>three</li>\n<li>four</li>\n</ol>\n'),
        ("<b>tag</b> & co", "<p>&lt;b&gt;tag&lt;/b&gt; &amp; co</p>\n"),
    ],
)
def test_what_people_type_and_what_readers_see(text, html):
    assert comment_html(text) == html


def test_words_quoted_too_deep_are_not_lost():
    assert "the words" in comment_html("> " * 9 + "the words")
    assert comment_html("> " * 30 + "the words\n<b>") == (
        "<p>" + "&gt; " * 30 + "the words<br>\n&lt;b&gt;</p>\n"
    )


def test_a_bare_address_becomes_a_link_that_passes_no_credit():
    assert comment_html("see example.org/x") == (
        '<p>see <a href="http://example.org/x" rel="nofollow ugc noopener">example.org/x</a></p>\n'
    )


LINK = '<a href="{0}" rel="nofollow ugc noopener">{0}</a>'


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("*{}*", "https://example.org/x"),
        ("({}).", "https://example.org/a_b_(c)"),
        ("so:\n{}, and", "HTTP://example.org/?a=1"),
        ("x" * 2_000 + " {}", "https://example.org/" + "y" * 1_980),
    ],
)
def test_addresses_end_where_they_end(text, address):
    html = comment_html(text.format(address))
    assert LINK.format(address) in html


@pytest.mark.parametrize(
    "text", ["xhttps://example.org", "https://", "ftp://example.org", "https://a.b/" + "y" * 2_000]
)
def test_what_is_no_address_stays_words(text):
    assert comment_html(text) == f"<p>{text}</p>\n"


@pytest.mark.parametrize(
    "piece",
    ["[", "*a ", "_a_*", "> ", "`", "- ", "<a ", "![", "&#", "http://a", "://", "http://a.b/(a"],
)
def test_no_text_takes_long(piece):
    # Ten thousand characters of anything stay within what one request may cost.
    assert len(comment_html((piece * 10_000)[:10_000])) < 400_000


def test_one_address_does_not_make_a_page_of_an_article():
    defined = "[a]: https://example.org/" + "q" * 10_000
    assert article_html(f"See [a].\n\n{defined}").count("q") == 10_000
    many = "[a]" * 4_000
    assert article_html(f"{many}\n\n{defined}") == f"<p>{many}</p>\n"
