"""The admin's pages keep to the site's content security policy."""

import pytest

from comments.models import Decision
from tests.cast import alice, bob, make_article, say
from tests.moderation.desk import (
    ARTICLES,
    COMMENTS,
    DASHBOARD,
    DECISIONS,
    choose,
    client_of,
    moderation_of,
    move_of,
    page_of,
)
from tests.pages import soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages():
    client = client_of(alice())
    comment = say(make_article(), bob(), "Words")
    client.post(moderation_of(comment), {"verb": "hold"})
    addresses = [
        "/admin/",
        COMMENTS,
        page_of(comment),
        move_of(comment),
        DECISIONS,
        DASHBOARD,
        f"{DECISIONS}{Decision.objects.get().pk}/change/",
        ARTICLES,
        f"{ARTICLES}add/",
        f"{ARTICLES}{comment.article_id}/change/",
    ]
    return [choose(client, "remove", [comment]), *map(client.get, addresses)]


def test_no_page_needs_an_inline_script_or_style(pages) -> None:
    for response in pages:
        inline = soup(response).select("script:not([src]), style, [style], [onclick], [onload]")
        assert (response.status_code, inline) == (200, [])


def test_only_the_sites_own_scripts_and_styles_may_run(pages) -> None:
    for response in pages:
        policy = dict(
            directive.strip().split(" ", 1)
            for directive in response["Content-Security-Policy"].split(";")
        )
        assert (policy["default-src"], policy["script-src"], policy["style-src"]) == (
            "'none'",
            "'self'",
            "'self'",
        )


def test_a_decision_without_the_forms_token_is_refused() -> None:
    comment = say(make_article(), bob(), "Words")
    client = client_of(alice())
    client.handler.enforce_csrf_checks = True
    assert client.post(moderation_of(comment), {"verb": "hold"}).status_code == 403
    assert Decision.objects.count() == 0
    token = soup(client.get(page_of(comment))).select_one("[name=csrfmiddlewaretoken]")["value"]
    client.post(moderation_of(comment), {"verb": "hold", "csrfmiddlewaretoken": token})
    assert Decision.objects.count() == 1
