from datetime import timedelta

import pytest
from django.db.models import F

from comments.models import Window
from config.rates import Deed, limit_from
from tests.cast import alice, make_article, mod, say
from tests.moderation.desk import COMMENTS, choose, client_of, excerpts, states, title
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

SEARCH = f"{COMMENTS}?q=words"


@pytest.fixture(autouse=True)
def few(settings):
    settings.LIMITS = {**settings.LIMITS, Deed.SEARCH: limit_from("2/60, 3/60")}


@pytest.fixture
def comment():
    return say(make_article(), "Ada", "Some words")


def test_who_searches_too_often_waits_and_finds_it_later(comment):
    client = client_of(mod())
    found = [excerpts(client.get(SEARCH)) for _ in range(2)]
    assert found == [["Some words"]] * 2
    response = client.get(SEARCH)
    assert (response.status_code, title(response)) == (429, "Please wait a moment")
    assert 50 < int(response["Retry-After"]) <= 60
    assert flat(soup(response).select_one("#content-main a")) == "Search again"
    assert soup(response).select_one("#content-main a")["href"] == SEARCH
    Window.objects.update(ends_at=F("ends_at") - timedelta(seconds=60))
    assert excerpts(client.get(SEARCH)) == ["Some words"]


def test_a_list_without_a_search_is_always_there(comment):
    client = client_of(mod())
    for _ in range(4):
        client.get(SEARCH)
    for address in (COMMENTS, f"{COMMENTS}?q=", f"{COMMENTS}?state__exact=published"):
        assert excerpts(client.get(address)) == ["Some words"]


def test_what_was_found_can_still_be_decided(comment):
    client = client_of(mod())
    for _ in range(3):
        client.get(SEARCH)
    choose(client, "spam", [comment], address=SEARCH)
    assert states(comment) == ["spam"]


def test_all_of_one_place_share_a_limit(comment):
    answers = [client_of(who).get(SEARCH).status_code for who in (mod(), alice(), mod(), alice())]
    assert answers == [200, 200, 200, 429]
