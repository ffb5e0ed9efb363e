"""Editors save and erase what is held about a person, from that person's page."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from comments import actions
from comments.models import Comment, Erasure
from comments.persons.keys import Key, account_person
from tests.cast import account, alice, bob, drawn, guest, make_article, mod, say
from tests.moderation.desk import client_of, column, title, told
from tests.pages import flat, soup
from tests.persons.desk import address, key, person_of, problems
from tests.rights.desk import counts, fate, meant, press, who

pytestmark = pytest.mark.django_db
ERASURES = "/admin/comments/erasure/"


@pytest.fixture
def editor():
    return client_of(alice())


@pytest.fixture
def article():
    return make_article()


def saved(response):
    with ZipFile(BytesIO(b"".join(response))) as archive:
        return json.loads(archive.read("person.json"))


def test_what_would_go_is_counted_asked_again_and_done(editor, article):
    theirs = say(article, bob(), "Mine")
    first = editor.get(person_of(theirs, "erase"))
    assert (title(first), counts(first)) == ("Erase bob", ["1 comment", "1 account"])
    again = press(editor, first, "Erase this…")
    assert (again.status_code, counts(again), drawn(article)) == (200, counts(first), "bob: Mine")
    done = press(editor, again, "Erase for good", typed=" bob ")
    assert (done.status_code, done["Location"]) == (302, ERASURES)
    erasures = editor.get(ERASURES)
    assert told(erasures) == ["Erased: 1 comment, 1 account."]
    assert column(erasures, "what") == ["1 comment1 account"]
    assert column(erasures, "by") == ["alice"]
    assert drawn(article) == "Deleted reader: Mine"


def test_what_was_ticked_is_meant_though_it_was_not_counted(editor, article):
    one, other = (guest(name, email="g@example.org") for name in ("Gwen", "Gwendolyn"))
    mine, theirs = say(article, one, "Mine"), say(article, other, "Theirs")
    first = editor.get(person_of(mine, "erase"))
    assert fate(first) == "Their words stay, under “Deleted reader”."
    again = press(editor, first, "Erase this…", also=key(theirs), words="on")
    assert (fate(again)[:18], counts(again)) == ("Their words go too", ["2 comments"])
    named = [f"Gwen, guest {key(mine)[1:5]}", f"Gwendolyn, guest {key(theirs)[1:5]}, 1 comment"]
    assert who(again) == f"Who: {'; also '.join(named)}"
    press(editor, again, "Erase for good", typed="Gwen")
    assert drawn(article) == "Deleted reader: \nDeleted reader: "


def test_the_last_question_can_be_come_back_to(editor, article):
    """By Back, or read again: it is asked for and not sent, and carries all that was ticked."""
    theirs = say(article, bob(), "Mine")
    place = person_of(theirs, "erase")
    asked = editor.get(place, {"sure": "on", "words": "on"})
    assert (who(asked)[:8], fate(asked)[:18]) == ("Who: bob", "Their words go too")
    wrong = press(editor, asked, "Erase for good", typed="rob")
    assert (wrong.status_code, who(wrong), fate(wrong)) == (422, who(asked), fate(asked))
    assert wrong.request["QUERY_STRING"] == "sure=on&words=on"


def test_whoever_is_late_is_told_inside_the_admin(editor, article):
    theirs = say(article, guest("Gwen"), "Mine")
    place = person_of(theirs, "erase")
    tabs = [editor.get(place, {"sure": "on"}) for _ in range(2)]
    press(editor, tabs[0], "Erase for good", typed="Gwen")
    late = press(editor, tabs[1], "Erase for good", typed="Gwen")
    assert (late.status_code, late["Location"]) == (302, ERASURES)
    assert "This person was erased already: nothing is held about them." in told(
        editor.get(ERASURES)
    )
    assert editor.get(place).status_code == 302
    assert Erasure.objects.count() == 1


def test_what_was_written_meanwhile_is_told(editor, article, monkeypatch):
    gwen = guest()
    theirs, erase = say(article, gwen, "Mine"), actions.erase

    def slowly(*args, **values):
        made = erase(*args, **values)
        say(article, gwen, "More")
        return made

    monkeypatch.setattr(actions, "erase", slowly)
    place = person_of(theirs)
    done = editor.post(f"{place}erase/", {"typed": "Gwen"}, follow=True)
    assert (done.redirect_chain, told(done)[1:]) == (
        [(place, 302)],
        ["More was written meanwhile: erase it too."],
    )


@pytest.mark.parametrize("typed", ["", "Bob", "bobby", "1"])
def test_another_name_erases_nothing(typed, editor, article):
    theirs = say(article, bob(), "Mine")
    answer = editor.post(person_of(theirs, "erase"), {"typed": typed, "words": "on"})
    assert (answer.status_code, problems(answer)) == (
        422,
        ["This is not the name that stands above."],
    )
    assert fate(answer).startswith("Their words go too")
    assert (drawn(article), Erasure.objects.count()) == ("bob: Mine", 0)


def test_words_go_when_that_is_ticked(editor, article):
    theirs = say(article, "Gwen", "Mine")
    first = editor.get(person_of(theirs, "erase"))
    again = press(editor, first, "Erase this…", words="on")
    press(editor, again, "Erase for good", typed="Gwen")
    found = Comment.objects.values_list("name", "text", "state").get()
    assert found == ("Deleted reader", "", "withdrawn")


def test_who_shares_the_address_is_offered_and_meant_only_if_ticked(editor, article):
    one, other = (guest(name, email="g@example.org") for name in ("Gwen", "Gwendolyn"))
    mine, theirs = say(article, one, "Mine"), say(article, other, "Theirs")
    place = person_of(mine, "erase")
    first = editor.get(place)
    assert [re.sub("[0-9a-f]{4}", "…", line) for line in meant(first)] == [
        "Gwen, guest …",
        "Gwen, e-mail address …, 2 comments",
        "Gwendolyn, guest …, 1 comment",
        "Their words too",
    ]
    both = press(editor, first, "Count again", also=key(theirs))
    assert (counts(first), counts(both)) == (["1 comment"], ["2 comments"])
    again = press(editor, both, "Erase this…")
    press(editor, again, "Erase for good", typed="Gwen")
    assert drawn(article) == "Deleted reader: Mine\nDeleted reader: Theirs"


def test_all_that_is_held_is_saved(editor, article):
    one, other = (guest(name, email="g@example.org") for name in ("Gwen", "Gwendolyn"))
    mine, theirs = say(article, one, "Mine"), say(article, other, "Theirs")
    answer = editor.get(person_of(mine, "export"))
    assert answer["Content-Disposition"] == 'attachment; filename="person.zip"'
    assert [each["text"] for each in saved(answer)["comments"]] == ["Mine"]
    page = editor.get(person_of(mine, "erase"))
    both = saved(press(editor, page, "Save all that is held", also=key(theirs)))
    assert [each["text"] for each in both["comments"]] == ["Mine", "Theirs"]
    assert both["comments"][0]["address"] == f"http://testserver/comments/{mine.pk}/"


def test_what_is_held_about_moderators_is_an_administrators_to_give(editor, article):
    theirs, own = say(article, mod(), "Mod's"), say(article, alice(), "Hers")
    refused = editor.get(person_of(theirs, "export"), follow=True)
    assert told(refused) == ["What is held about people who moderate, an administrator gives them."]
    assert saved(editor.get(person_of(own, "export")))["comments"][0]["text"] == "Hers"
    root = client_of(account("root", is_staff=True, is_superuser=True))
    assert saved(root.get(person_of(theirs, "export")))["comments"][0]["text"] == "Mod's"


@pytest.mark.parametrize("also", ["?", "x" + "0" * 32, "n" + "0" * 32, "a0", "\0", ""])
def test_what_is_no_person_is_not_meant(also, editor, article):
    theirs = say(article, "Gwen", "Mine")
    assert counts(editor.get(person_of(theirs, "erase"), {"also": also})) == ["1 comment"]


def test_a_moderator_is_not_erased_here(editor, article):
    say(article, mod(), "Mine")
    place = address(account_person(mod().pk), "erase")
    first = editor.get(place)
    assert flat(soup(first).select_one(".errornote")).startswith("This account moderates")
    assert soup(first).select("form[method=post].decide") == []
    assert editor.get(place, {"sure": "on"}).content.count(b"Erase for good") == 0
    assert editor.post(place, {"typed": "mod"}).status_code == 200
    assert (drawn(article), Erasure.objects.count()) == ("mod: Mine", 0)


def test_a_network_is_nobody(editor):
    network = Key.read("n" + "0" * 32)
    actions.ban(actions.About(network), [network], mod(), until=None, reason="Rude")
    pages = [address(str(network), act) for act in ("", "erase", "export")]
    assert [editor.get(page).status_code for page in pages] == [200, 404, 404]


def test_only_who_may_is_led_there(article):
    theirs = say(article, bob(), "Mine")
    pages = [client_of(who).get(person_of(theirs)) for who in (alice(), mod())]
    assert [len(soup(page).select("#rights")) for page in pages] == [1, 0]
