"""The dashboard as a page: what it draws, whom it is for, what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.rules import Verb
from tests.cast import make_article, say
from tests.moderation.days import WEEK, decide, flag, held, queue, table
from tests.moderation.desk import DASHBOARD, everything, title
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


def test_what_is_drawn_is_what_the_tables_say(client, history) -> None:
    page = soup(client.get(WEEK))
    charts = page.select("svg[role=img]")
    columns = [[title.text for title in chart.select("g > title")] for chart in charts]
    rows = [*zip(*table(client.get(WEEK), "days")[::-1], strict=True)][1:]
    rows.append([wait for _, _, wait in table(client.get(WEEK), "waits")[::-1]])
    assert [[words.partition(": ")[2] for words in chart] for chart in columns] == [
        *map(list, rows)
    ]
    heights = [float(column["height"]) for column in charts[0].select(".column")]
    assert heights == [130, 130, 65]
    points = [(float(p["cx"][:-1]), float(p["cy"])) for p in charts[4].select(".point")]
    assert points == [(64.29, 106), (78.57, 111), (92.86, 18)]
    assert [chart["aria-label"].split(": ") for chart in charts][::4] == [
        ["Comments, day by day, 4 Mar to 10 Mar", "5 overall, at most 2"],
        [
            "Median time to a decision, day by day, 4 Mar to 10 Mar",
            "1 h 30 min overall, at most 1 d",
        ],
    ]


def test_bars_are_as_long_as_their_numbers(client, history) -> None:
    bars = soup(client.get(WEEK)).select("#reasons-table .bar")
    assert [
        [(part["class"], part["x"], part["width"]) for part in bar.select("rect")] for bar in bars
    ] == [
        [(["right"], "0%", "50%"), (["wrong"], "50%", "50%")],
        [(["right"], "0%", "100%")],
        [(["open"], "0%", "50%")],
    ]


def test_an_empty_site_is_told_so(client) -> None:
    response = client.get(DASHBOARD)
    assert (title(response), queue(response)) == (
        "Dashboard",
        "Nothing waits for a decision.",
    )
    assert soup(response).select(".chart, table.numbers") == []


@pytest.mark.parametrize("days", ["", "8", "x", "-7", "0", "9" * 5_000, "7\0"])
def test_any_other_length_is_thirty_days(days, client, article) -> None:
    say(article, "Ada", "Hello.")
    response = client.get(DASHBOARD, {"days": days})
    assert flat(soup(response).select_one(".lengths [aria-current]")) == "30 days"


def test_looking_changes_nothing(client, history) -> None:
    before = everything()
    assert [client.get(f"{DASHBOARD}?days={days}").status_code for days in (7, 30, 90)] == [200] * 3
    assert client.post(DASHBOARD).status_code == 405
    assert everything() == before


def test_it_is_found_from_the_first_page(client) -> None:
    link = soup(client.get("/admin/")).find("a", string="Dashboard")
    assert link["href"] == DASHBOARD
    assert title(client.get(link["href"])) == "Dashboard"


def test_it_asks_as_much_of_one_comment_as_of_fifty(client, article) -> None:
    asked = {}
    for many in (1, 3, 50):
        for _ in range(many):
            elsewhere = make_article(title=f"{many}")
            comment = held(elsewhere, "links", "spam")
            decide(Verb.PUBLISH, comment)
            flag(comment)
        with CaptureQueriesContext(connection) as queries:
            client.get(WEEK)
        asked[many] = len(queries)
    # Session, account, two for its permissions; the queue, days, waits, articles, reasons,
    # moderators.
    assert asked == {1: 10, 3: 10, 50: 10}
