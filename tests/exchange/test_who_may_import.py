"""Editors import. What moderators are kept from is first shown to be there."""

import pytest
from django.contrib.auth.models import Permission

from comments.models import Comment, ImportRun, Upload
from comments.moderation.imports.admin import ImportAdmin
from tests.cast import account, alice, bob, mod
from tests.exchange.desk import ADD, IMPORTS, SENT, file, imported, page_of, tried
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of
from tests.pages import soup

pytestmark = pytest.mark.django_db

SECRET = [There(1, 1, words="")]
NAME = "numbat.xml"


@pytest.fixture
def addresses():
    editor = client_of(alice())
    run = imported(editor, file=[file(wxr(SECRET), NAME)]).run
    brought = tried(editor, file=[file(wxr(SECRET), NAME)])
    return [IMPORTS, f"{IMPORTS}{run.pk}/change/", f"{IMPORTS}{run.pk}/undo/", page_of(brought)]


def leaks(client, addresses) -> list[bool]:
    return [NAME.encode() in client.get(address).content for address in addresses]


def test_without_the_guard_a_moderator_would_read_it(addresses, monkeypatch):
    moderator = client_of(mod())
    assert leaks(moderator, addresses) == [False] * 4
    monkeypatch.setattr(ImportAdmin, "has_moderate_permission", lambda *_: True)
    assert leaks(moderator, addresses) == [True] * 4


def test_editors_read_it(addresses):
    assert leaks(client_of(alice()), addresses) == [True] * 4


def test_a_moderator_brings_nothing_and_presses_nothing(addresses):
    moderator = client_of(mod())
    posts = [(ADD, SENT | {"file": file(wxr(SECRET))}), *((each, {}) for each in addresses)]
    posts += [(addresses[-1], {"do": do}) for do in ("import", "stop")]
    posts += [(f"{addresses[-1]}discard/", {})]
    before = list(Upload.objects.values()), list(ImportRun.objects.values())
    assert {moderator.post(address, sent).status_code for address, sent in posts} == {403}
    assert (list(Upload.objects.values()), list(ImportRun.objects.values())) == before


def test_only_who_may_import_sees_that_there_are_imports():
    shown = [
        soup(client_of(user).get("/admin/")).select_one("#content a[href*=importrun]") is not None
        for user in (alice(), mod(), account("root", is_staff=True, is_superuser=True))
    ]
    assert shown == [True, False, True]


def test_it_is_a_right_of_its_own():
    user = mod()
    assert client_of(user).get(ADD).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_importrun"))
    assert client_of(user).get(ADD).status_code == 200


def test_a_reader_is_asked_to_sign_in(addresses):
    assert client_of(bob()).get(addresses[0]).status_code == 302
    assert Comment.objects.count() == 0
