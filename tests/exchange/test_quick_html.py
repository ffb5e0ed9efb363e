from hypothesis import given, settings
from hypothesis import strategies as st

from comments.exchange.quick_html import PLAIN, html_of
from comments.markup import comment_html

SIGNS = st.text(
    st.sampled_from("ab Ж1-.\n,;!?'\"()…–—“”‘’„«»£€%🎬_*&w@:/#"), min_size=1, max_size=40
)


@settings(max_examples=2_000, deadline=None)
@given(SIGNS | st.text(max_size=30))
def test_plain_words_become_what_the_parser_makes_of_them(text):
    text = text.strip()
    assert html_of(text) == comment_html(text)


def test_a_usual_comment_needs_no_parser():
    assert PLAIN.fullmatch("Well, I was there. It creaks - twice!\n\n“Oil it”, she said.")
