"""Reasons that moderators choose from, and editors keep."""

from importlib import import_module

import pytest
from django.apps import apps

from comments.models import Decision, Reason
from tests.cast import alice, bob, make_article, say
from tests.moderation.desk import (
    DECISIONS,
    choose,
    client_of,
    column,
    confirm,
    everything,
    history,
    moderation_of,
    page_of,
    states,
)
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db
REASONS = "/admin/comments/reason/"


@pytest.fixture(autouse=True)
def reasons():
    import_module("comments.migrations.0017_reasons").add(apps, None)
    return {reason.name: reason for reason in Reason.objects.all()}


@pytest.fixture
def comment():
    return say(make_article(), bob(), "Where does it go?")


def offered(response) -> list[str]:
    return [option.text for option in soup(response).select("select[name=cause] option")]


def remove(client, comment, **values):
    return client.post(moderation_of(comment), {"verb": "remove"} | values, follow=True)


def test_a_handful_of_reasons_is_there_from_the_start(client, comment) -> None:
    assert offered(client.get(page_of(comment))) == [
        "None of these",
        *("Abuse", "Off topic", "Advertising", "Private matters"),
        *("Against the law", "Said before"),
    ]


def test_a_reason_is_enough_to_remove(client, comment, reasons) -> None:
    remove(client, comment, cause=reasons["Abuse"].pk, tells_author="on")
    decision = Decision.objects.get()
    assert (decision.cause, decision.reason, decision.tells_author) == (reasons["Abuse"], "", True)
    assert states(comment) == ["removed"]


def test_words_may_be_added_to_a_reason(client, comment, reasons) -> None:
    remove(client, comment, cause=reasons["Abuse"].pk, reason="The last line.")
    line = "published → removed by mod Abuse The last line."
    assert history(client.get(page_of(comment)))[-1] == line
    assert column(client.get(DECISIONS), "why") == ["Abuse The last line."]


def test_the_author_is_told_unless_the_moderator_says_otherwise(client, comment) -> None:
    box = soup(client.get(page_of(comment))).select_one("[name=tells_author]")
    assert box.has_attr("checked")
    remove(client, comment, reason="Rude")
    assert not Decision.objects.get().tells_author


def test_only_of_a_removal_the_author_is_told(client, comment) -> None:
    client.post(moderation_of(comment), {"verb": "hold", "tells_author": "on"})
    assert not Decision.objects.get().tells_author


def test_several_are_removed_for_one_reason(client, comment, reasons) -> None:
    other = say(comment.article, "Ada", "Two")
    asked = choose(client, "remove", [comment, other])
    cause = reasons["Off topic"]
    confirm(client, asked, cause=cause.pk, tells_author="on")
    decisions = Decision.objects.values_list("cause", "tells_author")
    assert list(decisions) == [(cause.pk, True)] * 2


@pytest.mark.parametrize("cause", ["0", "x", str(10**30)])
def test_a_reason_that_is_not_offered_is_refused(client, comment, cause, reasons) -> None:
    Reason.objects.filter(name="Abuse").update(is_active=False)
    before = everything()
    for chosen in (cause, reasons["Abuse"].pk):
        response = remove(client, comment, cause=chosen)
        assert response.status_code == 422
        error = "Select a valid choice. That choice is not one of the available choices."
        assert [flat(item) for item in soup(response).select(".errorlist li")] == [error]
    assert "Abuse" not in offered(client.get(page_of(comment)))
    assert everything() == before


def test_editors_add_reword_and_retire_reasons(comment, reasons) -> None:
    editor = client_of(alice())
    new = {"name": "Too long", "words": "Please be brief.", "position": "9", "is_active": "on"}
    editor.post(f"{REASONS}add/", new)
    assert Reason.objects.get(name="Too long").words == "Please be brief."
    pk = reasons["Abuse"].pk
    editor.post(f"{REASONS}{pk}/change/", {"name": "Abuse", "words": "Be kind.", "position": "1"})
    abuse = Reason.objects.get(pk=pk)
    assert (abuse.words, abuse.is_active) == ("Be kind.", False)
    assert editor.post(f"{REASONS}{pk}/delete/", {"post": "yes"}).status_code == 403


def test_moderators_do_not_edit_reasons(client, reasons) -> None:
    pk = reasons["Abuse"].pk
    addresses = (REASONS, f"{REASONS}add/", f"{REASONS}{pk}/change/")
    assert [client.get(address).status_code for address in addresses] == [403] * 3
    assert client.post(f"{REASONS}{pk}/change/", {"name": "x"}).status_code == 403
    assert Reason.objects.get(pk=pk).name == "Abuse"


def test_the_migration_goes_back_but_for_what_is_used(client, comment, reasons) -> None:
    remove(client, comment, cause=reasons["Abuse"].pk)
    Reason.objects.filter(name="Off topic").update(words="Reworded")
    import_module("comments.migrations.0017_reasons").remove(apps, None)
    assert set(Reason.objects.values_list("name", flat=True)) == {"Abuse", "Off topic"}
