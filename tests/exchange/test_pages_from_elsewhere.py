"""What an export says of pages, as programs write it: addresses, titles, words for addresses."""

import pytest

from articles.models import Article
from comments.models import Comment, OldAddress
from tests.cast import make_article
from tests.exchange.elsewhere import There, disqus
from tests.exchange.writers import comentario, commento, remark42

pytestmark = pytest.mark.django_db

COMMENT = There(1, 1)
HERE = b"https://there.example/1/"
IN_COMMENTO, IN_COMENTARIO = b'"/Article 1"', b'"/1/"'
TITLED = IN_COMENTARIO + b', "title": "Article 1"'


@pytest.fixture
def export(tmp_path):
    def write(writer, *changes):
        content = writer([COMMENT])
        for before, after in changes:
            assert before in content
            content = content.replace(before, after)
        file = tmp_path / "export"
        file.write_bytes(content)
        return file

    return write


def addresses():
    return set(OldAddress.objects.values_list("address", flat=True))


@pytest.mark.parametrize(
    ("writer", "before", "address"),
    [
        (commento, IN_COMMENTO, "there.example/post-42"),
        (comentario, IN_COMENTARIO, "/post-42"),
    ],
)
def test_a_page_may_have_a_word_for_an_address(writer, before, address, export, bring_in):
    here = make_article(slug="post-42")
    bring_in(export(writer, (before, b'"post-42"')), articles="match")
    assert (Comment.objects.get().article, addresses()) == (here, {address})


@pytest.mark.parametrize(
    ("writer", "change", "title"),
    [
        (commento, (IN_COMMENTO, b'""'), "there.example"),
        (commento, (IN_COMMENTO, b'"/"'), "there.example"),
        (comentario, (TITLED, b'""'), "Front page"),
        (comentario, (TITLED, b'"/"'), "Front page"),
    ],
)
def test_a_front_page_has_a_title(writer, change, title, export, bring_in):
    bring_in(export(writer, change))
    assert Article.objects.get().title == title


@pytest.mark.parametrize(
    ("there", "title", "slug"),
    [
        (b"It&amp;#39;s &lt;so&gt; &amp;amp; &quot;so&quot;", 'It\'s <so> & "so"', "its-so-so"),
        (b"https://there.example/2012/the-wheel.html", "the-wheel", "the-wheel"),
        (b"http://there.example/?p=1", "the-wheel", "the-wheel"),
        (b"", "the-wheel", "the-wheel"),
    ],
)
def test_titles_are_words(there, title, slug, export, bring_in):
    link = b"https://there.example/2012/the-wheel.html"
    bring_in(export(disqus, (b"Article 1", there), (HERE, link)))
    article = Article.objects.get()
    assert (article.title, article.slug) == (title, slug)


def test_where_there_is_nothing_else_the_host_is_the_title(export, bring_in):
    front = (b"<link>" + HERE, b"<link>https://there.example/")
    bring_in(export(disqus, (b"Article 1", HERE), front))
    assert Article.objects.get().title == "there.example"


def test_what_disqus_hides_is_shown_in_plain_words(export, bring_in):
    hidden = b"&lt;spoiler&gt;did &lt;b&gt;it&lt;/b&gt;&lt;/spoiler&gt;"
    bring_in(export(disqus, (b"Words.", b"She " + hidden + b".")))
    assert Comment.objects.get().text == "She did **it**."


def test_an_address_that_was_made_safe_is_read_as_it_was(export, bring_in, client):
    bring_in(export(remark42, (HERE, b"https://there.example/read?id=1&amp;copy=2")))
    assert addresses() == {"there.example/read?id=1&copy=2"}
    assert client.get("/read?id=1&copy=2")["Location"] == "/articles/article-1/"
