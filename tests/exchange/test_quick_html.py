from hypothesis import given, settings
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from articles.links import _Linkify
from comments.exchange.quick_html import PLAIN, html_of
from comments.markup import comment_html

SIGNS = st.text(
    st.sampled_from("ab Ж1-.\n,;!?'\"()…–—“”‘’„«»£€%🎬_*&w@:/#"), min_size=1, max_size=40
)
PIECES = [*"ab1.:@/ -。\n", "com", "http", "www", "localhost"]
OURS, WHOLE = _Linkify(), LinkifyIt()


@settings(max_examples=800, deadline=None)
@given(SIGNS | st.text(max_size=30))
def test_plain_words_become_what_the_parser_makes_of_them(text):
    text = text.strip()
    assert html_of(text) == comment_html(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_where_no_address_is_looked_for_there_is_none(text):
    assert OURS.pretest(text) or not WHOLE.test(text)


def test_a_usual_comment_needs_no_parser():
    assert PLAIN.fullmatch("Well, I was there. It creaks - twice!\n\n“Oil it”, she said.")
