"""From the list of imports and an import's page to what came in, and from a refusal to why."""

import pytest

from comments import actions
from comments.models import Comment
from tests.cast import alice, bob, mod, person
from tests.exchange.desk import (
    IMPORTS,
    THREE,
    buttons,
    imported,
    page_of,
    tried,
    upload,
)
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, column, title
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db

ARTICLES, COMMENTS = "/admin/articles/article/", "/admin/comments/comment/"


@pytest.fixture
def editor():
    return client_of(alice())


def uploads(editor) -> list[str]:
    return [flat(each) for each in soup(editor.get(IMPORTS)).select(".uploads li")]


def facts(response) -> list[tuple[str, str]]:
    terms = soup(response).select(".facts dt")
    return [(flat(term), flat(term.find_next_sibling("dd"))) for term in terms]


def undoing(run) -> str:
    return f"{IMPORTS}{run.pk}/undo/"


def test_the_empty_list_says_how_to_begin(editor):
    page = soup(editor.get(IMPORTS))
    assert flat(page.select_one("section p")).startswith("Nothing was imported yet.")
    assert [link["href"] for link in page.select("section a.button")] == [f"{IMPORTS}add/"]
    imported(editor)
    assert soup(editor.get(IMPORTS)).select("section a.button") == []


def test_the_list_says_whose_upload_waits_for_whom(editor):
    tried(editor)
    assert uploads(editor) == ["export.xml waits for you by alice, just now"]
    heading = soup(editor.get(IMPORTS)).select_one(".uploads h2")
    assert flat(heading) == "Uploads not imported yet"
    upload(editor)
    assert uploads(editor)[0] == "export.xml dry run by alice, just now"


def test_on_a_phone_both_times_have_their_words(editor):
    imported(editor)
    response = editor.get(IMPORTS)
    assert column(response, "begun") == ["started just now"]
    assert column(response, "ended") == ["finished just now"]


def test_an_import_says_by_whom_and_how(editor):
    run = imported(editor, articles="match", states=["held", "spam"], since="2012-06-01").run
    assert facts(editor.get(f"{IMPORTS}{run.pk}/change/"))[2:6] == [
        ("by", "alice"),
        ("articles that are not here yet", "are left out, with their comments"),
        ("only comments that are", "held, spam"),
        ("only comments from this day on", "June 1, 2012"),
    ]


def test_an_import_leads_to_what_it_brought(editor):
    other = imported(editor, wxr([There(9, 9)]), source="other").run
    run = imported(editor).run
    links = soup(editor.get(f"{IMPORTS}{run.pk}/change/")).select(".lists a")
    assert [(flat(link), link["href"]) for link in links] == [
        ("Its articles", f"{ARTICLES}?import={run.pk}"),
        ("Its comments", f"{COMMENTS}?import={run.pk}"),
    ]
    articles, comments = (editor.get(link["href"]) for link in links)
    assert (len(column(comments, "excerpt")), len(column(articles, "published_at"))) == (3, 2)
    assert len(column(editor.get(f"{COMMENTS}?import={other.pk}"), "excerpt")) == 1
    assert run.source in flat(soup(comments).select_one("#changelist-filter"))


def test_what_an_import_brought_is_for_who_may_import(editor):
    run = imported(editor).run
    assert client_of(mod()).get(f"{COMMENTS}?import={run.pk}").status_code == 403
    assert client_of(mod()).get(COMMENTS).status_code == 200


def test_a_reply_that_keeps_an_import_is_shown(editor):
    run = imported(editor).run
    first = Comment.objects.earliest("pk")
    reply = actions.post(first.article, person(bob()), "Late.", parent_id=first.pk).comment
    page = soup(editor.get(undoing(run)))
    assert flat(page.select_one(".refused")).endswith("hangs 1 reply or thread from here.")
    links = [(flat(link), link["href"]) for link in page.select(".near a")]
    assert links == [("bob: Late.", f"{COMMENTS}{reply.pk}/change/")]


def test_a_later_import_that_keeps_one_is_named(editor):
    run = imported(editor).run
    later = imported(editor, wxr([*THREE, There(4, 2)])).run
    page = soup(editor.get(undoing(run)))
    assert [link["href"] for link in page.select("#content-main p:not(.back) a")] == [
        undoing(later)
    ]


def test_an_undo_tells_nothing_that_is_nought(editor):
    run = imported(editor, wxr([There(1, 1, words="")]), articles="match").run
    page = soup(editor.get(undoing(run)))
    assert page.select(".effects") == []
    assert buttons(editor.get(undoing(run)))[0] == "Undo the import"
    assert soup(editor.get(undoing(run))).select_one("form.decide")["data-doing"] == "Undoing…"


def test_a_moderator_is_told_which_right_is_missing(editor):
    response = client_of(mod()).get(page_of(tried(editor)))
    assert (response.status_code, title(response)) == (403, "Imports are not open to you")
    assert "“Can add import”" in flat(soup(response).select_one("#content-main p"))
