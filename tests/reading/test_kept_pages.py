"""A page is made once for all readers; what is each reader's own is never another's."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import actions
from comments.models import Comment
from comments.rules import Verb
from tests.cast import alice, bob, guest, make_article, mod, person, say
from tests.pages import outline, soup, submission, typed

pytestmark = pytest.mark.django_db

OWN_LINKS = "footer a:is([href*=edit], [href*=withdraw])"


@pytest.fixture
def article():
    return make_article(title="The footbridge")


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()


def token(response) -> str:
    return typed(response, "csrfmiddlewaretoken")


def without_own(response) -> str:
    """The page but for what is made anew for each reader."""
    return re.sub(r'(nonce|value)="[\w+/=:-]{20,}"', "", response.content.decode())


def ask_again(client, page, address):
    return client.get(address, headers={"If-None-Match": page["ETag"]})


class TestUnchanged:
    def test_a_copy_that_is_still_good_is_not_sent_again(self, client, article):
        say(article, "Ada", "one")
        page = client.get(article.get_absolute_url())
        assert page["Cache-Control"] == "private, no-cache"
        with CaptureQueriesContext(connection) as asked:
            again = ask_again(client, page, article.get_absolute_url())
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == page["ETag"]
        assert len(asked) == 1
        assert "comments_comment" not in asked[0]["sql"]

    def test_its_policy_stays_the_one_that_names_its_script(self, client, article):
        page = client.get(article.get_absolute_url())
        script = soup(page).select_one("script")["nonce"]
        assert f"script-src 'nonce-{script}'" in page["Content-Security-Policy"]
        again = ask_again(client, page, article.get_absolute_url())
        assert "Content-Security-Policy" not in again

    def test_its_form_still_posts(self, article):
        client = Client(enforce_csrf_checks=True)
        page = client.get(article.get_absolute_url())
        assert ask_again(client, page, article.get_absolute_url()).status_code == 304
        form = {"csrfmiddlewaretoken": token(page), "submission": submission(page)}
        client.post(f"{article.get_absolute_url()}comments/", form | {"name": "Gwen", "text": "hi"})
        assert Comment.objects.get().text == "hi"

    def test_without_the_cookie_that_its_form_needs_it_is_sent(self, client, article):
        page = client.get(article.get_absolute_url())
        assert ask_again(Client(), page, article.get_absolute_url()).status_code == 200

    def test_each_page_has_a_tag_of_its_own(self, client, article):
        for number in range(60):
            say(article, "Ada", f"thread {number}")
        queries = ["", "?order=newest", "?from=51", "?view=whole", "?order=newest&view=whole"]
        tags = {client.get(f"{article.get_absolute_url()}{query}")["ETag"] for query in queries}
        assert len(tags) == len(queries)

    @pytest.mark.parametrize("tag", ["*", "x", '"', 'W/"', "\x00", '"a", W/"b"', "é" * 500])
    def test_a_strange_tag_is_no_error(self, client, article, tag):
        client.get(article.get_absolute_url())
        answer = client.get(article.get_absolute_url(), headers={"If-None-Match": tag})
        assert answer.status_code in {200, 304}


class TestChanged:
    def test_a_new_comment_is_in_the_next_answer_to_anybody(self, client, article):
        reader, address = Client(), article.get_absolute_url()
        pages = [client.get(address), reader.get(address)]
        say(article, "Ada", "just now")
        answers = [ask_again(client, pages[0], address), ask_again(reader, pages[1], address)]
        assert [outline(answer) for answer in answers] == ["1 Ada says: just now"] * 2
        assert outline(Client().get(address)) == "1 Ada says: just now"

    @pytest.mark.parametrize(
        "change",
        [
            lambda first, _: actions.moderate(Verb.REMOVE, first.pk, mod(), "x"),
            lambda first, _: actions.moderate(Verb.SPAM, first.pk, mod()),
            lambda first, author: actions.edit(first.pk, author, "other words", 1),
            lambda first, author: actions.withdraw(first.pk, author),
            lambda first, _: rewrite(first.article, title="Renamed"),
            lambda first, _: rewrite(first.article, comments="closed"),
            lambda first, _: rewrite(first.article, body="Another body."),
        ],
        ids=["remove", "spam", "edit", "withdraw", "rename", "close", "body"],
    )
    def test_whatever_readers_can_see_changes_the_page(self, client, article, change):
        author = guest("Gwen")
        first = say(article, author, "words")
        page = client.get(article.get_absolute_url())
        change(first, author)
        again = ask_again(client, page, article.get_absolute_url())
        assert again.status_code == 200
        assert without_own(again) != without_own(page)

    def test_comments_close_without_a_change_to_anything(self, client, article, monkeypatch):
        page = client.get(article.get_absolute_url())
        monkeypatch.setattr("articles.views.rules.may_post", lambda *_: "closed")
        again = ask_again(client, page, article.get_absolute_url())
        assert soup(again).select_one("#write .notice").text == (
            "Comments on this article are closed."
        )

    def test_a_draft_again_is_gone_at_once(self, client, article):
        page = client.get(article.get_absolute_url())
        rewrite(article, state="draft")
        assert ask_again(client, page, article.get_absolute_url()).status_code == 404


def rewrite(article, **values):
    for name, value in values.items():
        setattr(article, name, value)
    article.save()


class TestOwn:
    def test_nothing_of_whoever_came_first_is_on_the_next_page(self, client, article):
        say(article, person(alice()), "mine")
        fresh = without_own(Client().get(article.get_absolute_url()))
        cache.clear()
        client.force_login(mod())
        first = client.get(article.get_absolute_url())
        # It would leak: all of this stands on the page that is made first.
        assert "/moderate" in first.content.decode() or "/admin/" in first.content.decode()
        client.force_login(alice())
        assert "Withdraw" in client.get(article.get_absolute_url()).content.decode()
        assert without_own(Client().get(article.get_absolute_url())) == fresh

    def test_tokens_keys_and_nonces_are_never_the_same(self, article):
        pages = [Client().get(article.get_absolute_url()) for _ in range(2)]
        scripts = [soup(page).select_one("script")["nonce"] for page in pages]
        for own in (scripts, [token(p) for p in pages], [submission(p) for p in pages]):
            assert len(set(own)) == 2

    def test_ones_own_links_lie_over_the_page_of_all(self, client, article):
        say(article, "Ada", "hers")
        mine = say(article, person(bob()), "mine")
        stranger = Client().get(article.get_absolute_url())
        client.force_login(bob())
        with CaptureQueriesContext(connection) as asked:
            page = client.get(article.get_absolute_url())
        links = [
            link["href"]
            for link in soup(page).select("footer a:is([href*=edit], [href*=withdraw])")
        ]
        assert links == [f"/comments/{mine.pk}/{verb}/" for verb in ("edit", "withdraw")]
        assert soup(stranger).select(OWN_LINKS) == []
        # Another form, so it is made once more; after that only one's own is asked for.
        assert len(asked) > 2
        with CaptureQueriesContext(connection) as asked:
            client.get(article.get_absolute_url())
        assert sum("comments_comment" in query["sql"] for query in asked) == 1

    def test_who_may_have_something_of_their_own_keeps_no_copy(self, client, article):
        page = client.get(article.get_absolute_url())
        address = f"{article.get_absolute_url()}comments/"
        client.post(address, {"name": "Gwen", "text": "x", "submission": submission(page)})
        assert "ETag" not in client.get(article.get_absolute_url())
        client.cookies.clear()
        client.force_login(bob())
        assert "ETag" not in client.get(article.get_absolute_url())

    def test_what_is_said_once_is_said_once_and_to_one(self, client, article):
        author = guest("Gwen")
        say(article, "Ada", "one")
        mine = say(article, author, "two")
        client.cookies["guest"] = signed(author)
        page = client.post(f"/comments/{mine.pk}/withdraw/", follow=True)
        said = "Your comment is withdrawn."
        assert soup(page).select_one("main > .notice").text == said
        for reader in (client, Client()):
            assert said not in reader.get(article.get_absolute_url()).content.decode()


def signed(author) -> str:
    from django.core.signing import get_cookie_signer

    return get_cookie_signer(salt="guest").sign(author.guest.hex)
