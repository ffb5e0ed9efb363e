"""Closing, pinning and picking, from a comment's page; closing an article from its form."""

import pytest

from articles.models import Article
from comments import actions
from comments.models import Comment, Decision
from comments.rules import Verb
from tests.cast import alice, bob, make_article, mod, say
from tests.moderation.desk import (
    ARTICLES,
    COMMENTS,
    client_of,
    column,
    everything,
    excerpts,
    history,
    page_of,
    told,
)
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def mark(client, comment, verb, **values):
    address = f"{COMMENTS}{comment.pk}/mark/"
    return client.post(address, {"verb": verb} | values, follow=True)


def offered(response) -> list[str]:
    return [button["value"] for button in soup(response).select("form.marks button")]


@pytest.mark.parametrize(
    ("verb", "message", "line"),
    [
        ("close", "Closed to replies.", "closed to replies by mod"),
        ("pin", "Pinned.", "pinned by mod"),
    ],
)
def test_a_moderator_marks_a_comment(client, comment, verb, message, line) -> None:
    response = mark(client, comment, verb)
    assert (told(response), response.request["PATH_INFO"]) == ([message], page_of(comment))
    assert history(response)[-1] == line
    assert Decision.objects.get().verb == verb


def test_only_what_would_change_something_is_offered(client, comment) -> None:
    assert offered(client.get(page_of(comment))) == ["close", "pin"]
    mark(client, comment, "close")
    assert offered(mark(client, comment, "pin")) == ["open", "unpin"]
    actions.moderate(Verb.HOLD, comment.pk, mod())
    assert offered(client.get(page_of(comment))) == ["open", "unpin"]
    mark(client, comment, "unpin")
    assert offered(client.get(page_of(comment))) == ["open"]


def test_picks_are_the_editors(client, comment) -> None:
    before = everything()
    assert mark(client, comment, "pick").status_code == 403
    assert everything() == before
    editor = client_of(alice())
    assert "pick" in offered(editor.get(page_of(comment)))
    assert told(mark(editor, comment, "pick")) == ["Now an editors’ pick."]
    assert mark(client, comment, "unpick").status_code == 403
    assert Comment.objects.get().picked


def test_a_fourth_pin_is_refused_in_words(client, comment) -> None:
    for text in "abc":
        actions.mark(Verb.PIN, say(comment.article, "Ada", text).pk, mod())
    assert told(mark(client, comment, "pin")) == [
        "Three comments are pinned here already: unpin one of them first."
    ]


def test_another_was_faster(client, comment) -> None:
    actions.mark(Verb.PIN, comment.pk, alice())
    before = everything()
    assert told(mark(client, comment, "pin")) == [
        "There was nothing to do: somebody else has been faster."
    ]
    assert everything() == before


@pytest.mark.parametrize("sent", [{}, {"verb": "remove"}, {"verb": "\0"}])
def test_what_is_no_mark_is_refused(client, comment, sent) -> None:
    before = everything()
    assert client.post(f"{COMMENTS}{comment.pk}/mark/", sent).status_code == 400
    assert client.post(f"{COMMENTS}1/mark/", {"verb": "pin"}).status_code == 404
    assert client.get(f"{COMMENTS}{comment.pk}/mark/")["Location"] == page_of(comment)
    assert everything() == before


def test_the_list_shows_and_finds_marks(client, comment) -> None:
    say(comment.article, "Ada", "Another")
    actions.mark(Verb.PIN, comment.pk, mod())
    actions.mark(Verb.CLOSE, comment.pk, mod())
    found = [excerpts(client.get(f"{COMMENTS}?mark={name}")) for name in ("pinned", "picked")]
    assert found == [["Where does it go?"], []]
    response = client.get(f"{COMMENTS}?mark=closed")
    assert column(response, "state_mark") == ["published closed to replies pinned"]
    assert client.get(f"{COMMENTS}?mark=text").status_code == 200


def form_of(article, **values) -> dict[str, str]:
    return {
        "title": article.title,
        "slug": article.slug,
        "body": article.body,
        "state": "published",
        "comments": article.comments,
        "moderation": "publish",
        "published_at_0": article.published_at.strftime("%Y-%m-%d"),
        "published_at_1": article.published_at.strftime("%H:%M:%S"),
        "seen": article.updated_at.isoformat(),
        **values,
    }


def test_to_close_an_article_in_its_form_is_a_decision(comment) -> None:
    article = Article.objects.get()
    editor, address = client_of(alice()), f"{ARTICLES}{article.pk}/change/"
    editor.post(address, form_of(article, comments="closed", title="New"))
    article = Article.objects.get()
    assert (article.comments, article.title) == ("closed", "New")
    decision = Decision.objects.get()
    assert (decision.verb, decision.article, decision.comment, decision.moderator) == (
        *("close", article),
        *(None, alice()),
    )
    editor.post(address, form_of(article, comments="open"))
    assert list(Decision.objects.values_list("verb", flat=True)) == ["open", "close"]


def test_other_changes_of_an_article_are_no_decisions(comment) -> None:
    article = Article.objects.get()
    client_of(alice()).post(f"{ARTICLES}{article.pk}/change/", form_of(article, title="New"))
    assert (Article.objects.get().title, Decision.objects.count()) == ("New", 0)
