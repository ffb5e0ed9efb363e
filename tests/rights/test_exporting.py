"""Somebody is given all that is held about them, and nothing about anybody else."""

import json
import stat
from io import StringIO
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.utils.formats import date_format

from comments.models import Comment, Decision
from comments.persons.keys import email_person
from comments.persons.origins import email_key
from tests.cast import guest, mod, say
from tests.rights.world import ACCOUNT, EMAIL, NAME, OWN_EMAIL, SAID, WEBSITE

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    """The JSON and the page, by the command."""

    def run(**named):
        file = tmp_path / "person.zip"
        said = {"stdout": StringIO(), "stderr": StringIO()}
        call_command("export_person", output=file, **said, **named)
        with ZipFile(file) as archive:
            return json.loads(archive.read("person.json")), archive.read("person.html").decode()

    return run


def counted(data):
    return {name: len(rows) for name, rows in data.items() if isinstance(rows, list)}


def test_there_is_something_of_everything(world, export):
    data, _ = export(**world.named())
    assert counted(data) == {
        "known_by": 5,
        "accounts": 1,
        "sessions": 1,
        "comments": 4,
        "reports": 2,
        "decisions": 4,
        "notes": 3,
        "bans": 4,
        "pingbacks": 1,
    }
    assert data["sessions"] == [{"open": 2}]
    assert data["understory_person"] == 1


def test_it_says_by_what_they_were_looked_for(world, export):
    data, page = export(**world.named())
    known = [f"account {ACCOUNT}", f"e-mail address {EMAIL}", f"e-mail address {OWN_EMAIL}"]
    known += [f"guest {world.guest.guest}", f"website {WEBSITE.rstrip('/')}"]
    assert data["known_by"] == known
    assert [each for each in known if each not in page] == []


def test_a_key_is_told_by_the_address_that_it_stands_for(world, export):
    key = email_person(email_key(EMAIL))
    data, _ = export(key=[f"https://here.example/admin/comments/person/{key}/erase/"])
    assert data["known_by"] == [f"e-mail address {EMAIL}"]


def test_that_nothing_is_held_is_an_answer_too(tmp_path):
    file, err = tmp_path / "none.zip", StringIO()
    call_command("export_person", email=["nobody@x.example"], output=file, stderr=err)
    assert err.getvalue() == "Nothing is held under the e-mail address nobody@x.example.\n"
    with ZipFile(file) as archive:
        page = archive.read("person.html").decode()
    assert "e-mail address nobody@x.example" in page
    assert "Nothing is held under these." in page


def test_a_comment_has_all_that_hangs_on_it(world, export):
    data, _ = export(**world.named(), address="https://here.example")
    edited = next(one for one in data["comments"] if one["text"].startswith("Then"))
    assert [each["text"] for each in edited["earlier"]] == [f"First {SAID}"]
    assert [(c["before"], c["after"], c["by"]) for c in edited["history"]] == [
        ("published", "removed", "a moderator")
    ]
    assert [each["reason"] for each in edited["decisions"]] == [f"Rude: {NAME}"]
    assert [sorted(each) for each in edited["reports"]] == [["at", "reason"]]
    place = f"https://here.example/comments/{edited['id']}/"
    assert (edited["number"], edited["address"]) == ("2", place)


def test_each_comment_has_a_heading_and_leads_to_its_place(world, export):
    data, page = export(**world.named(), address="https://here.example")
    read = BeautifulSoup(page, "html.parser")
    found = {each.h3.text: each for each in read.select("main article:has(h3)")}
    day = date_format(world.comments[1].created_at)
    mine = found[f"2 · {day} · on “{world.article.title}”"]
    assert [dt.text for dt in mine.select("article > dl > dt")][:4] == [
        "Text",
        "Written",
        "Article",
        "Where it stands",
    ]
    links = [f"https://here.example{world.article.get_absolute_url()}"]
    links += [f"https://here.example/comments/{world.comments[1].pk}/"]
    assert [a["href"] for a in mine.select("a")] == links
    assert len(found) == len(data["comments"])


def test_unless_told_otherwise_the_site_is_the_first_that_is_allowed(world, export, settings):
    settings.ALLOWED_HOSTS = ["*", ".our.example", "other.example"]
    data, _ = export(account=[ACCOUNT])
    places = {comment["address"].rpartition("/comments/")[0] for comment in data["comments"]}
    assert places == {"https://our.example"}


def test_imports_addresses_and_lessons_are_told(world, export):
    data, _ = export(**world.named())
    first, *_, imported = sorted(data["comments"], key=lambda one: one["text"].startswith("Imp"))
    assert first["address_kept_until"] is not None
    assert first["learned"] == "as spam"
    assert [(e["source"], e["id_there"]) for e in imported["imported"]] == [("jsonl there", "1")]
    signed = (imported["name"], imported["email"], imported["website"])
    assert signed == (NAME, EMAIL, WEBSITE)


def test_the_page_says_the_same_and_can_do_no_harm(world, export):
    text = '<script>alert(1)</script> & "so" on'
    Comment.objects.filter(pk=world.comments[0].pk).update(text=text)
    data, page = export(**world.named())
    read = BeautifulSoup(page, "html.parser")
    assert (read.select("script, img, link"), text in read.text) == ([], True)
    said = [each["text"] for each in data["comments"]] + [n["words"] for n in data["notes"]]
    assert [words for words in said if words not in read.text] == []


def test_others_stay_out_of_it(world, export):
    say(world.article, guest("Stranger", email="stranger@example.org"), "Not theirs")
    data, page = export(**world.named())
    told = json.dumps(data, ensure_ascii=False) + page
    others = ["is rude", "Stranger", "Not theirs", "An answer", world.user.password]
    others += [f'"{mod()}"', f">{mod()}<"]
    assert [words for words in others if words in told] == []
    assert Decision.objects.filter(moderator=mod()).exists()


def test_only_its_owner_can_read_it_and_no_file_is_written_over(world, tmp_path):
    file = tmp_path / "mine.zip"
    call_command("export_person", account=[world.user.username], output=file, stdout=StringIO())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(CommandError, match=r"mine\.zip is there already, and is not written over"):
        call_command("export_person", account=[world.user.username], output=file)
    with pytest.raises(CommandError, match=rf"is a folder\. .* such as {tmp_path}/person\.zip$"):
        call_command("export_person", account=[world.user.username], output=tmp_path)


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(28, "No space left on device"), "{file}: No space left on device."),
        (KeyboardInterrupt(), "Stopped."),
    ],
)
def test_what_fails_leaves_no_file(failure, said, world, tmp_path, monkeypatch):
    def fails(*_args):
        raise failure

    monkeypatch.setattr("comments.dossier.archive.write", fails)
    file = tmp_path / "mine.zip"
    with pytest.raises(CommandError) as failed:
        call_command("export_person", account=[ACCOUNT], output=file)
    assert str(failed.value) == f"{said.format(file=file)} Nothing was written."
    assert list(tmp_path.iterdir()) == []
