"""Each earlier text is kept, so nobody fills the database by changing one comment for ever."""

import pytest

from config.rates import Deed, limit_from
from tests.cast import bob, make_article, say
from tests.pages import errors, typed

pytestmark = pytest.mark.django_db

TOLD = [
    "A lot has been changed from here in a short time. Please wait a few minutes, then save again.",
    "Your words are still here.",
]


@pytest.fixture
def author(client, settings):
    settings.LIMITS = {**settings.LIMITS, Deed.EDITING: limit_from("2/600, 9/600")}
    client.force_login(bob())
    return client


def test_the_words_are_kept_and_nothing_is_changed(author):
    comment = say(make_article(), bob(), "first")
    address = f"/comments/{comment.pk}/edit/"
    for nth, text in enumerate(["second", "third"], start=1):
        assert author.post(address, {"text": text, "revision": nth}).status_code == 302
    response = author.post(address, {"text": "fourth", "revision": 3})
    assert (response.status_code, errors(response)) == (429, TOLD)
    assert 590 < int(response["Retry-After"]) <= 600
    assert typed(response, "text") == "fourth"
    comment.refresh_from_db()
    assert (comment.text, comment.revisions.count()) == ("third", 2)


def test_a_preview_is_no_change(author):
    comment = say(make_article(), bob(), "first")
    sent = {"text": "second", "revision": 1, "preview": "1"}
    answers = [author.post(f"/comments/{comment.pk}/edit/", sent) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
