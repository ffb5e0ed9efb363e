"""An editor erases a person in a browser, with JavaScript and without, by mouse and by keys."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from comments.models import Erasure
from tests.browser.steps import findings, overflows
from tests.cast import alice, drawn, guest, say
from tests.moderation.desk import client_of
from tests.persons.desk import person_of

pytestmark = pytest.mark.browser

WHERE_WORDS_STAND = """(buttons) => buttons.map((button) => {
    const words = document.createRange();
    words.selectNodeContents(button);
    return words.getBoundingClientRect().top;
})"""


@pytest.fixture
def two(article):
    """The same address, typed in two browsers."""
    authors = [guest(name, email="g@example.org") for name in ("Gwen", "Gwendolyn")]
    return [say(article, author, "Words") for author in authors]


@pytest.fixture
def erasing(live_server, sign_in, two):
    """Open the page of the first of them, as an editor, and tick the other and the words."""

    def open_page(page):
        sign_in(page, alice())
        page.goto(live_server.url + person_of(two[0], "erase"))
        page.get_by_label("Gwendolyn").check()
        page.get_by_label("Their words too").check()
        return page

    return open_page


def sure(page):
    expect(page.locator(".who")).to_contain_text("also Gwendolyn")
    expect(page.locator(".fate")).to_contain_text("Their words go too")


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_ticked_last_is_what_goes(scripts, visit, erasing, article):
    page = erasing(visit(java_script_enabled=scripts))
    page.get_by_role("button", name="Erase this…").click()
    sure(page)
    page.get_by_label("to go on").fill("Gwen")
    page.get_by_role("button", name="Erase for good").click()
    expect(page.get_by_text("Erased:")).to_be_visible()
    assert drawn(article) == "Deleted reader: \nDeleted reader: "


def test_back_leads_to_the_question_after_a_wrong_name(page, erasing):
    erasing(page).get_by_role("button", name="Erase this…").click()
    page.keyboard.type("Ben")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the name")).to_be_visible()
    sure(page)
    page.go_back()
    sure(page)
    page.keyboard.type("Gwen")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Erased:")).to_be_visible()
    assert Erasure.objects.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_stands_in_the_way(scheme, page, erasing, complaints):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    erasing(page)
    assert (findings(page), overflows(page)) == ([], False)
    page.get_by_role("button", name="Erase this…").click()
    assert (findings(page), overflows(page)) == ([], False)
    # axe tries to read Django's own styles where its policy forbids it.
    complaints.clear()


def test_what_stands_in_a_row_stands_on_one_line(page, live_server, sign_in, two):
    sign_in(page, alice())
    page.goto(live_server.url + person_of(two[0]))
    fields = [page.get_by_label(label) for label in ("What to do with", "How many days")]
    row = [*fields, page.get_by_role("button", name="See how many…")]
    assert len({each.bounding_box()["y"] for each in row}) == 1
    page.goto(live_server.url + person_of(two[0], "erase"))
    captions = page.locator(".buttons .button").evaluate_all(WHERE_WORDS_STAND)
    assert len(captions) == 4
    assert len(set(captions)) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_given_to_them_can_be_read_by_everybody(scheme, page, two):
    answer = client_of(alice()).get(person_of(two[0], "export"))
    with ZipFile(BytesIO(b"".join(answer))) as archive:
        read = archive.read("person.html").decode()
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 390, "height": 844})
    page.set_content(read)
    expect(page.get_by_role("main").get_by_role("heading", level=3)).to_have_count(1)
    assert (findings(page), overflows(page)) == ([], False)
