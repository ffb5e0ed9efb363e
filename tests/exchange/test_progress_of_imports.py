"""How far an import is: shown, heard, and true while it stops."""

import pytest

from comments.exchange.uploads.pulse import Pulse
from tests.cast import alice
from tests.exchange.desk import IMPORTS, buttons, page_of, press, upload
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return client_of(alice())


def test_it_tells_how_far_it_is(editor):
    brought = upload(editor)
    pulse = Pulse(brought.pk, brought.attempt)
    with pulse.bar("dry run", 300):
        pulse.update(120)
        pulse.beat()
    fetched = editor.get(page_of(brought), headers={"X-Requested-With": "fetch"})
    assert flat(soup(fetched).select_one("label")) == "Trying it out… 40 %"
    page = soup(editor.get(page_of(brought)))
    assert str(page.select_one("#progress")) == str(soup(fetched).select_one("#progress"))
    assert page.title.text.split("|")[0].strip() == "(40 %) A dry run"
    assert flat(soup(editor.get(IMPORTS)).select_one(".uploads .state")) == "dry run 40 %"
    assert buttons(editor.get(page_of(brought))) == ["Stop"]


def test_while_it_stops_nobody_is_told_that_it_goes_on(editor):
    brought = upload(editor)
    goes_on = "It goes on by itself: you may leave this page and come back. Look again"
    assert progress(editor, brought) == goes_on
    press(editor, brought, "stop")
    assert progress(editor, brought) == "It stops as soon as it can leave off. Look again"


def progress(editor, brought) -> str:
    return flat(soup(editor.get(page_of(brought))).select_one("#progress .quiet"))


def test_each_quarter_is_heard(editor):
    brought = upload(editor)
    pulse = Pulse(brought.pk, brought.attempt)
    heard = []
    with pulse.bar("dry run", 300):
        for step in (0, 74, 1, 224, 1):
            pulse.update(step)
            pulse.beat()
            page = soup(editor.get(page_of(brought)))
            heard.append(page.select_one("#progress")["data-heard"])
    assert heard == [f"Trying it out: {quarter} %" for quarter in (0, 0, 25, 75, 100)]
