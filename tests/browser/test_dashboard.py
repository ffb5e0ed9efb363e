"""The moderators' dashboard in a browser: nothing in anybody's way, and it fits a phone."""

import pytest
from playwright.sync_api import expect

from comments import actions
from comments.rules import Suspicion, Verb
from tests.browser.steps import findings
from tests.cast import bob, guest, make_article, mod, say
from tests.moderation.desk import DASHBOARD

pytestmark = pytest.mark.browser

SIZES = {"phone": {"width": 390, "height": 780}, "desk": {"width": 1280, "height": 900}}


@pytest.fixture(autouse=True)
def some_days(transactional_db):
    article = make_article(title="A very long title " * 8)
    links = [Suspicion("links"), Suspicion("spam")]
    for verb in (Verb.PUBLISH, Verb.SPAM, Verb.REMOVE):
        comment = actions.post(article, guest(), "Words.", suspicions=links).comment
        actions.moderate(verb, comment.pk, mod(), "Because")
    say(article, bob(), "Hello.")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_in_the_way(page, live_server, sign_in, scheme, size) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size(SIZES[size])
    sign_in(page, mod())
    for days in (7, 90):
        page.goto(f"{live_server.url}{DASHBOARD}?days={days}")
        for summary in page.get_by_text("As a table").all():
            summary.click()
        expect(page.locator("#waits-table")).to_be_visible()
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == SIZES[size]["width"]
