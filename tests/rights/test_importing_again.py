"""What was erased is not brought in again by the import that it came from."""

from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from comments import actions
from comments.actions import About
from comments.dossier import asked
from comments.dossier.whom import Whom
from comments.models import (
    Appeal,
    Comment,
    Decision,
    Flag,
    Hold,
    LedgerRow,
    Note,
    Pingback,
    Sanction,
    StateChange,
)
from comments.persons.keys import Key, Kind, guest_person
from tests.cast import guest, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.exchange.elsewhere import There, wxr
from tests.rights.traces import Traces
from tests.rights.world import EMAIL, WEBSITE, bring_in, export_in

pytestmark = pytest.mark.django_db

THEM = {"email": [EMAIL], "website": [WEBSITE]}


def them(**named) -> Whom:
    nothing = {name: [] for name in asked.NAMES}
    return asked.whom(nothing | named)


def kept():
    models = (Comment, Pingback, LedgerRow)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.parametrize("words", [True, False])
def test_it_is_skipped_and_said_to_be_erased(words, tmp_path):
    bring_in(export_in(tmp_path))
    actions.erase(them(**THEM), words=words)
    before = kept()
    for options in ({"dry_run": True}, {}):
        said = bring_in(export_in(tmp_path), **options)
        assert "1 comment skipped: erased" in said
        assert "1 pingback skipped: erased" in said
    assert kept() == before
    assert_healthy()


def test_a_longer_export_adds_the_answers_beneath_it(tmp_path):
    file = tmp_path / "there.xml"
    said = [There(1, 1, name="gwen"), There(2, 1, 1, name="ben")]
    file.write_bytes(wxr(said))
    bring_in(file)
    theirs = Comment.objects.get(name="gwen")
    # As if she had signed with an address.
    Comment.objects.filter(pk=theirs.pk).update(guest="0" * 32)
    actions.erase(them(guest=["0" * 32]), words=True)
    changed = There(1, 1, name="gwen", words="Once more")
    file.write_bytes(wxr([changed, said[1], There(3, 1, 1, name="cy")]))
    bring_in(file)
    found = list(Comment.objects.order_by("lft").values_list("name", "text", "state"))
    assert found == [
        ("Deleted reader", "", "withdrawn"),
        ("ben", "Words.", "published"),
        ("cy", "Words.", "published"),
    ]
    assert_healthy()


DOCUMENT = "A bridge.\n\n  1. gwen says:\n\n    Me.\n\n  2. ben says:\n\n    Two.\n"
LONGER = f"{DOCUMENT}\n  3. cy says:\n\n    Three.\n"


@pytest.mark.parametrize("words", [True, False])
def test_a_document_is_read_in_again_and_grows(words, tmp_path):
    file = tmp_path / "there.txt"
    file.write_text(DOCUMENT)
    bring_in(file, format="text")
    Comment.objects.filter(name="gwen").update(guest="0" * 32)
    actions.erase(them(guest=["0" * 32]), words=words)
    before = kept()
    assert "1 comment skipped: erased" in bring_in(file, format="text")
    assert kept() == before
    file.write_text(LONGER)
    bring_in(file, format="text")
    names = list(Comment.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["Deleted reader", "ben", "cy"]


def test_an_import_of_which_something_is_erased_is_not_undone(tmp_path):
    bring_in(export_in(tmp_path))
    actions.erase(them(email=[EMAIL]), words=False)
    before = kept()
    with pytest.raises(CommandError, match="1 erased row"):
        bring_in(undo="jsonl there")
    assert kept() == before


def test_what_is_erased_says_in_the_ledger_nothing_of_itself(tmp_path):
    bring_in(export_in(tmp_path))
    actions.erase(them(**THEM), words=True)
    rows = LedgerRow.objects.filter(reason="erased").order_by("kind")
    assert list(rows.values_list("kind", "outcome", "digest", "stored")) == [
        ("comment", "skipped", None, None),
        ("pingback", "skipped", None, None),
    ]


def whole_site(file):
    call_command("export_comments", output=file, verbosity=0)
    return file


def test_an_older_export_of_this_site_brings_nothing_back(world, tmp_path):
    file, traces = whole_site(tmp_path / "ours.jsonl"), Traces(world)
    actions.erase(world.whom, words=True)
    before = (kept()[:2], rows_of_the_log())
    bring_in(file)
    assert (kept()[:2], rows_of_the_log()) == before
    assert traces.left() == set()
    assert_healthy()


def test_a_ban_decided_about_a_network_does_not_come_back(tmp_path):
    gwen = guest("Gwen")
    say(make_article(), gwen, "Rude.")
    key = Key.read(guest_person(gwen.guest))
    about = About(Key(Kind.NETWORK, UUID(int=7)))
    actions.ban(about, [key], mod(), until=None, reason="Gwen again")
    file = whole_site(tmp_path / "ours.jsonl")
    actions.erase(Whom((key,)), words=True)
    said = bring_in(file)
    assert "1 sanction skipped: gone here since" in said
    assert list(Sanction.objects.filter(key=str(key))) == []


def test_what_was_read_in_from_another_site_of_ours_stays_erased(world, tmp_path):
    file = whole_site(tmp_path / "ours.jsonl")
    bring_in(file)
    actions.erase(world.whom, words=True)
    before = (kept()[:2], rows_of_the_log())
    bring_in(file)
    assert (kept()[:2], rows_of_the_log()) == before
    assert not LedgerRow.objects.filter(reason="erased", stored__isnull=False).exists()


def rows_of_the_log():
    models = (Decision, Note, Sanction, Hold, Flag, Appeal, StateChange)
    return [list(model.objects.order_by("pk").values()) for model in models]
