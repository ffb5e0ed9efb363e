"""An editor brings an export: what is taken, what is told, and where it lies."""

import gzip
import tempfile
from io import BytesIO
from stat import S_IMODE
from zipfile import ZipFile

import pytest
from django.conf import settings

from comments.exchange.uploads.folders import folder_of
from comments.models import Upload
from tests.cast import alice, make_article
from tests.exchange.desk import ADD, SENT, THREE, file, lying, page_of, upload, wrong
from tests.exchange.elsewhere import disqus, jsonl, wxr
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db


NO_EXPORT = (
    "is no export that can be read here. Exports of WordPress, Disqus, Artalk, Commento, "
    "Comentario, Remark42, Isso and Understory can be, and documents with numbered comments."
)


@pytest.fixture
def editor():
    return client_of(alice())


def zipped(**members) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_what_is_brought_lies_where_only_the_site_reads_it(editor):
    brought = upload(editor, wxr(THREE), wxr([]))
    folder = folder_of(brought.pk)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "0": wxr(THREE),
        "1": wxr([]),
    }
    paths = [folder.parent, folder, folder / "0", folder / "1"]
    assert [oct(S_IMODE(path.stat().st_mode)) for path in paths] == ["0o700"] * 2 + ["0o600"] * 2
    assert len(list(settings.IMPORT_FOLDER.glob("coming-*"))) == 0


@pytest.mark.parametrize(
    ("content", "taken_for"),
    [
        (wxr(THREE), "WordPress export"),
        (gzip.compress(disqus(THREE)), "Disqus export"),
        (zipped(a=jsonl(THREE), b=jsonl(THREE)), "Understory's own lines of JSON"),
    ],
    ids=["plain", "gz", "zip"],
)
def test_the_page_says_what_a_file_is_taken_for(editor, content, taken_for):
    page = soup(editor.get(page_of(upload(editor, content))))
    assert flat(page.select_one(".facts dd")) == taken_for


def test_all_choices_are_kept(editor):
    make_article(slug="here")
    chart = file(b"https://there.example/1/,here\n", "map.csv")
    chosen = {"articles": "match", "states": ["held", "spam"], "since": "2012-06-01"}
    chosen["site"] = "mill"
    brought = upload(editor, map=chart, source="there", **chosen)
    assert [brought.articles, brought.states, brought.source, brought.site, brought.map_name] == [
        "match",
        ["held", "spam"],
        "there",
        "mill",
        "map.csv",
    ]
    assert (f"{brought.since:%Y-%m-%d}", brought.by_name) == ("2012-06-01", "alice")
    assert lying(brought) == ["0", "map"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"file": []}, "Please choose one file or several."),
        ({"file": file(b"\xff\xd8", "photo.jpg")}, f"“photo.jpg” {NO_EXPORT}"),
        (
            {"file": [file(wxr(THREE)), file(b"", "b.xml")]},
            "“b.xml” is empty. Export or download it again.",
        ),
        (
            {"file": file(b"PK\3\4")},
            (
                "export.xml: cannot be unpacked: File is not a zip file. "
                "The file seems damaged. Export or download it again."
            ),
        ),
        (
            {"format": "disqus"},
            (
                "“export.xml” is no Disqus export, but seems to be: WordPress export. "
                "Choose files of one kind, and let it be found out what they are."
            ),
        ),
        (
            {"format": "disqus", "file": file(b"Hello.")},
            (
                "“export.xml” is no Disqus export. "
                "Choose files of one kind, and let it be found out what they are."
            ),
        ),
        ({"since": "1969-12-31"}, "Please give a day between 1970 and today."),
        ({"map": file(b"\xff\xff", "map.csv")}, "map.csv: is no CSV in UTF-8."),
        ({"map": file(b"a\n", "m.csv")}, "m.csv, line 1: two columns are needed: there, here."),
        ({"map": file(b"a,b\0", "m.csv")}, "m.csv, line 1: there is no article “b” here."),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_is_wrong_stands_beside_its_field_and_choices_stay(editor, values, said):
    for each in values.values():
        if isinstance(each, BytesIO):
            each.seek(0)
    sent = SENT | {"file": file(wxr(THREE)), "articles": "match", "states": ["spam"]} | values
    response = editor.post(ADD, sent)
    page = soup(response)
    chosen = [
        box["value"] for box in page.select("[name=articles][checked], [name=states][checked]")
    ]
    assert (response.status_code, wrong(response), chosen) == (422, [said], ["match", "spam"])
    assert (Upload.objects.count(), list(settings.IMPORT_FOLDER.glob("coming-*"))) == (0, [])


@pytest.mark.parametrize(
    ("values", "first"),
    [({"file": []}, "file"), ({"since": "1969-12-31"}, "since"), ({"source": "x" * 201}, "source")],
)
def test_the_first_wrong_field_is_where_one_goes_on(editor, values, first):
    page = soup(editor.post(ADD, SENT | {"file": file(wxr(THREE))} | values))
    assert [field["name"] for field in page.select("[autofocus]")] == [first]
    assert page.title.text.split("|")[0].strip() == "Error: Import"


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({}, False),
        ({"source": "blog"}, True),
        ({"format": "text"}, True),
        ({"states": "spam"}, True),
    ],
)
def test_rare_choices_are_out_of_the_way_until_one_is_made(editor, values, is_open):
    page = soup(editor.post(ADD, SENT | values))
    rare = page.select_one("form details")
    assert (flat(rare.summary), rare.has_attr("open")) == ("More choices", is_open)
    assert rare.select_one("[name=source]") is not None


def test_too_much_is_told_and_never_stored(editor, settings, monkeypatch):
    settings.IMPORT_MEGABYTES = 1
    monkeypatch.setattr(tempfile, "mkstemp", None)
    response = editor.post(ADD, SENT | {"file": file(b"<" * 1_200_000)})
    assert wrong(response) == ["That is too much: all files together may have 1 MB."]


def test_a_full_disk_is_told(editor, monkeypatch):
    def full(**_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    response = editor.post(ADD, SENT | {"file": file(wxr(THREE))})
    said = ["The server cannot store it, perhaps for want of room."]
    assert (response.status_code, wrong(response)) == (422, said)


@pytest.mark.parametrize("name", ["../../escaped", "/etc/escaped", "..\\escaped", "escaped"])
def test_a_files_name_is_no_path(editor, name):
    packed = zipped(**{"../../escaped.xml": wxr(THREE)})
    brought = upload(editor, file=[file(packed, name)])
    assert (brought.names, lying(brought)) == (["escaped"], ["0"])
    assert list(settings.IMPORT_FOLDER.parent.rglob("*escaped*")) == []


def test_no_other_form_takes_files(client, monkeypatch):
    monkeypatch.setattr(tempfile, "mkstemp", None)
    response = client.post("/account/sign-in/", {"file": file(b"x" * 3_000_000)})
    assert (response.status_code, dict(response.wsgi_request.FILES)) == (200, {})
