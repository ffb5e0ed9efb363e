"""Whoever follows a link from before the site came here finds the article, and the comment."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments import actions
from comments.exchange.addresses import fragment_of, page_key
from comments.models import ImportRun, OldAddress
from comments.rules import Verb
from tests.cast import alice, converse, make_article, mod, say
from tests.pages import soup

pytestmark = pytest.mark.django_db

HOME = "https://testserver"


@pytest.fixture
def article():
    return make_article(slug="bridge")


@pytest.fixture
def came_from():
    """Let an article, or a comment of it, have been at this address."""
    run = ImportRun.objects.create(source="there", format="wxr", files="x", fingerprint=uuid4())

    def remember(url, article, comment=None):
        OldAddress.objects.create(
            run=run,
            address=page_key(url),
            fragment=fragment_of(url),
            article=article,
            comment=comment,
        )

    return remember


@pytest.fixture
def led(client):
    """Where an address leads for good; or the status of the answer."""

    def lead(address, **options):
        response = client.get(address, **options)
        return response.headers["Location"] if response.status_code == 301 else response.status_code

    return lead


SAME = [
    "/2012/05/bridge/",
    "/2012/05/bridge",
    "/2012/05/bridge/?utm_source=mail&fbclid=x",
    "/2012/05/bridge/?cpage=2",
    "/2012/05/bridge/?amp=1",
    "/2012/05/bridge/amp/",
    "/2012/05/bridge/comment-page-3/",
    "/2012/05/bridge/comment-page-3/?replytocom=7",
    "/2012/05/bridge/index.html",
    "/2012/05/%62ridge/",
]


@pytest.mark.parametrize("address", SAME)
def test_an_old_page_leads_to_its_article(led, came_from, article, address):
    came_from(f"{HOME}/2012/05/bridge/", article)
    assert led(address) == "/articles/bridge/"


@pytest.mark.parametrize(
    "address", ["/2012/05/", "/2012/05/bridge/feed/", "/2012/05/Bridge/", "/x"]
)
def test_another_page_is_not_found(client, came_from, article, address):
    came_from(f"{HOME}/2012/05/bridge/", article)
    response = client.get(address)
    assert response.status_code == 404
    assert soup(response).select_one("h1").text == "Nothing is here"


@pytest.mark.parametrize("address", ["/?p=7", "/?p=7&cpage=2", "/?p=7&utm_source=mail"])
def test_a_number_behind_the_front_page_leads_to_its_article(led, came_from, article, address):
    came_from(f"{HOME}/?p=7", article)
    assert led(address) == "/articles/bridge/"


@pytest.mark.parametrize("query", ["", "?before=7", "?utm_source=mail", "?p=8", "?page_id=7"])
def test_else_the_front_page_is_itself(led, came_from, article, query):
    came_from(f"{HOME}/?p=7", article)
    assert led(f"/{query}") == 200


def test_a_query_tells_pages_apart(led, came_from, article):
    came_from(f"{HOME}/show.php?id=7", article)
    came_from(f"{HOME}/show.php?id=8", make_article(slug="ferry"))
    found = [led(f"/show.php?{query}") for query in ("id=7", "utm_term=x&id=8", "id=9", "")]
    assert found == ["/articles/bridge/", "/articles/ferry/", 404, 404]


def test_what_was_under_another_host_is_found_too(led, came_from, article):
    came_from("http://www.there.example:80/bridge/", article)
    came_from("http://old.example/bridge/", article)
    assert led("/bridge/") == "/articles/bridge/"


def test_but_not_what_two_hosts_had(led, came_from, article):
    came_from("http://there.example/about/", article)
    came_from("http://old.example/about/", make_article(slug="ferry"))
    assert led("/about/") == 404
    came_from(f"{HOME}/about/", article)
    assert led("/about/") == "/articles/bridge/"


def test_pages_whose_host_nobody_kept(led, came_from, article):
    came_from("/blog/bridge/", article)
    came_from("http://old.example/blog/bridge/", make_article(slug="ferry"))
    assert led("/blog/bridge") == "/articles/bridge/"


def test_what_is_here_comes_first(led, client, came_from, article):
    came_from(f"{HOME}/articles/bridge/", make_article(slug="ferry"))
    assert (led("/articles/bridge/"), led("/articles/bridge")) == (200, "/articles/bridge/")


def test_a_comment_that_had_a_page_of_its_own(led, came_from, article):
    comment = say(article, "Ada", "words")
    came_from(f"{HOME}/bridge/comments/12", article, comment)
    assert led("/bridge/comments/12/") == f"/comments/{comment.pk}/#c-{comment.pk}"


@pytest.mark.parametrize(
    "hidden", [{"state": "draft"}, {"published_at": timezone.now() + timedelta(days=1)}]
)
def test_a_draft_is_not_found(led, client, came_from, article, hidden):
    came_from(f"{HOME}/bridge/", article)
    Article.objects.filter(pk=article.pk).update(**hidden)
    assert [led("/bridge/"), led(f"/old-address/?url={HOME}/bridge/")] == [404, 404]


def test_forms_are_not_led_away(client, came_from, article):
    came_from(f"{HOME}/bridge/", article)
    assert [client.post("/bridge/").status_code, client.head("/bridge/").status_code] == [404, 301]


URLS = ["", "%00", "http://[", "//a:b/", "http://%EF%BF%BD/%00", "https://evil.example/"]
URLS += ["javascript:x", "%23", "x" * 9_000, "%FF", "http://a%20b/"]
STRANGE = [
    *("/" + "x" * 5_000, "/%00", "/%FF%FE/", "/%ED%A0%80/", "/a%3Fb=c", "/..//..", "/[x"),
    *("/x?" + "a=b&" * 3_000, "/x?%00=%00", "/x?p=%FF", "/?p=%00", "/?p=" + "7" * 5_000),
    *(f"/old-address/?url={url}" for url in URLS),
]


@pytest.mark.parametrize("address", STRANGE, ids=range(len(STRANGE)))
def test_no_address_is_too_strange(client, came_from, article, address):
    came_from(f"{HOME}/bridge/", article)
    assert client.get(address).status_code == (200 if address.startswith("/?") else 404)


def test_a_page_that_is_not_found_costs_one_statement(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert client.get("/2012/05/bridge/comment-page-2/?cpage=1").status_code == 404
    with django_assert_num_queries(0):
        assert client.get("/" + "x" * 5_000).status_code == 404


def test_without_its_database_the_site_says_so(client, monkeypatch):
    """What cannot be looked up may be there."""

    def fail(*_):
        raise OperationalError

    monkeypatch.setattr("comments.elsewhere._rows", fail)
    assert client.get("/bridge/").status_code == 503


MANY = """
INSERT INTO comments_oldaddress (id, run_id, address, fragment, article_id)
SELECT n, run_id, 'there.example/' || n, '', article_id
FROM comments_oldaddress, generate_series(1, 2000) AS n
"""


def test_an_index_answers_it(came_from, article):
    came_from(f"{HOME}/bridge/", article)
    from comments.elsewhere import FIND

    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE comments_oldaddress")
        cursor.execute(f"EXPLAIN {FIND}", [["/bridge"], ["testserver/bridge"], 50])
        assert "old_address_path" in str(cursor.fetchall())


def test_a_proxy_before_another_host_asks_by_address(led, came_from, article):
    came_from("https://there.example/bridge/?p=7", article)
    asked = "/old-address/?url=https%3A%2F%2Fthere.example%2Fbridge%2F%3Fp%3D7"
    assert [led(asked), led("/old-address/?url=http://there.example")] == ["/articles/bridge/", 404]


def test_which_it_may_put_there_as_it_is(led, came_from, article):
    came_from("https://there.example/show?id=7&part=2", article)
    asked = "/old-address/?url=https://there.example/show?id=7"
    assert [led(f"{asked}&part=2"), led(asked)] == ["/articles/bridge/", 404]


def test_and_may_name_an_anchor(led, came_from, article):
    comment = say(article, "Ada", "words")
    came_from("https://there.example/bridge/", article)
    came_from("https://there.example/bridge/#comment-12", article, comment)
    asked = "/old-address/?url=https://there.example/bridge/%23"
    found = [led(asked + fragment) for fragment in ("comment-12", "comment-13", "")]
    assert found == [f"/articles/bridge/#c-{comment.pk}", "/articles/bridge/", "/articles/bridge/"]


@pytest.fixture
def statements(client):
    """How many a page made anew asks."""

    def ask(address):
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    return ask


class TestAnchors:
    @pytest.fixture
    def said(self, came_from, article):
        said = converse(article, "Ada: one\n  Ben: two\nCem: three")
        for number, comment in enumerate(said):
            came_from(f"{HOME}/bridge/#comment-{number}", article, comment)
        return said

    @pytest.fixture
    def ask(self, client):
        headers = {"X-Requested-With": "fetch"}
        return lambda anchor: client.get(f"/articles/bridge/old/{anchor}/", headers=headers)

    def test_it_leads_to_the_comment(self, client, said):
        response = client.get("/articles/bridge/old/comment-1/")
        place = f"/articles/bridge/#c-{said[1].pk}"
        assert (response.status_code, response["Location"]) == (302, place)

    def test_the_script_is_told_where(self, ask, said):
        place = f"/articles/bridge/#c-{said[2].pk}"
        assert ask("comment-2").json() == {"id": str(said[2].pk), "place": place}

    def test_what_nobody_had_is_not_found(self, ask, said):
        assert [ask(a).status_code for a in ("comment-3", "x" * 101, "%00", "%FF")] == [404] * 4

    def test_what_is_taken_down_is_not_found(self, ask, said):
        for comment in said:
            actions.moderate(Verb.REMOVE, comment.pk, mod())
        assert [ask(f"comment-{n}").status_code for n in range(3)] == [404] * 3

    def test_a_draft_is_there_for_editors_alone(self, ask, client, said, article):
        Article.objects.update(state="draft")
        assert ask("comment-1").status_code == 404
        client.force_login(alice())
        assert ask("comment-1").json()["id"] == str(said[1].pk)

    def test_the_page_has_it_too_for_who_runs_no_scripts(self, client, said):
        marks = soup(client.get("/articles/bridge/")).select("li > a[id]")
        found = [(mark["id"], mark.parent["id"]) for mark in marks]
        assert found == [(f"comment-{n}", f"c-{comment.pk}") for n, comment in enumerate(said)]

    @pytest.mark.parametrize("mark", ["write", "c-7", 'a"1', "<b>1</b>", "a&b1", "a 1", "x" * 99])
    def test_but_none_that_means_something_else(self, client, came_from, article, said, mark):
        OldAddress.objects.filter(comment=said[0]).update(fragment=mark)
        marks = soup(client.get("/articles/bridge/")).select("li > a[id]")
        assert [mark["id"] for mark in marks] == ["comment-1", "comment-2"]

    def test_which_costs_one_statement_where_there_are_any(self, client, said, statements):
        there = statements("/articles/bridge/")
        OldAddress.objects.exclude(fragment="").delete()
        assert there == statements("/articles/bridge/") + 1

    def test_an_anchor_of_two_comments_leads_nowhere(self, ask, client, came_from, article, said):
        came_from("https://old.example/bridge/#comment-1", article, said[2])
        assert [ask("comment-1").status_code, ask("comment-2").status_code] == [404, 200]
        marks = soup(client.get("/articles/bridge/")).select("li > a[id]")
        assert [mark["id"] for mark in marks] == ["comment-0", "comment-2"]


def test_an_import_leads_on_from_there(client, led, tmp_path):
    from django.core.management import call_command

    from tests.exchange.elsewhere import There, wxr

    file = tmp_path / "export"
    file.write_bytes(wxr([There(12, 7)]))
    call_command("import_comments", file, verbosity=0)
    assert [led("/7/"), led("/?p=7")] == ["/articles/article-7/"] * 2
    assert client.get("/articles/article-7/old/comment-12/").status_code == 302
