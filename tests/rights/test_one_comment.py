"""Somebody left nothing but a name, as many an import has them: one comment is meant by itself."""

import json
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments import actions
from comments.models import AddressHash, Comment, Decision, Sketch
from comments.people import Person
from comments.rules import FlagReason, Verb
from tests.cast import alice, bob, drawn, make_article, mod, say
from tests.comments.health import assert_healthy
from tests.moderation.desk import client_of, page_of
from tests.pages import soup
from tests.persons.desk import person_of
from tests.rights.traces import TABLES
from tests.rights.world import NAME, SAID, SECRETS, bring_in

pytestmark = pytest.mark.django_db
SITE = "https://here.example"


@pytest.fixture
def export_there(tmp_path):
    """Of a site that gives away no addresses."""
    row = {"type": "comment", "article": "1", "markup": "plain", "created_at": "2012-06-01T12:00Z"}
    rows = [
        {"understory": 1, "site": "there"},
        {"type": "article", "id": "1", "url": "https://there.example/1/", "title": "There"},
        {**row, "id": "1", "name": NAME, "text": SAID, "earlier": f"Before {SAID}"},
        {**row, "id": "2", "name": NAME, "text": "Another of this name."},
        {**row, "id": "3", "parent": "1", "name": "Cy", "text": "So?"},
    ]
    file = tmp_path / "there.jsonl"
    file.write_text("".join(f"{json.dumps(each)}\n" for each in rows))
    return file


@pytest.fixture
def one(export_there):
    bring_in(export_there)
    return Comment.objects.get(text=SAID)


def erase(one, **options):
    out = StringIO()
    named = {"comment": [str(one.pk)], "yes": True}
    call_command("erase_person", stdout=out, stderr=out, **named | options)
    return out.getvalue()


def drawing(one):
    return drawn(one.article)


@pytest.mark.parametrize(
    "named",
    [
        "{pk}",
        "/comments/{pk}/",
        f"{SITE}/comments/{{pk}}/",
        f"{SITE}/articles/there/?page=2#c-{{pk}}",
        f"{SITE}/admin/comments/comment/{{pk}}/change/",
    ],
)
def test_it_alone_is_meant_however_it_is_named(named, one):
    erase(one, comment=[named.format(pk=one.pk)])
    assert drawing(one) == f"Deleted reader: {SAID}\n  Cy: So?\n{NAME}: Another of this name."
    assert_healthy(one.article)


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("Ada", "Ada is no comment's address, nor its id."),
        ("9" * 30, f"{'9' * 30} is no comment's address, nor its id."),
        ("/articles/there/", "/articles/there/ is no comment's address, nor its id."),
        ("12", "There is no comment 12."),
    ],
)
def test_what_is_no_comment_is_refused(named, said, one):
    with pytest.raises(CommandError) as refused:
        erase(one, comment=[named])
    assert str(refused.value) == said


def hang_everything_on(one):
    article, until = one.article, "2100-01-01T00:00Z"
    own = {"comment": one, "article": article, "expires_at": until}
    AddressHash.objects.create(address="1" * 32, network="2" * 32, **own)
    Sketch.objects.create(hashes=[77], sought=[77], **own)
    one.holds.create(article=article, code="words", evidence=f"“{NAME}”")
    one.appeals.create(article=article, words=f"I am {NAME}")
    actions.flag(one.pk, Person(guest="3" * 32), FlagReason.ABUSE, f"{NAME} is rude")
    actions.moderate(Verb.SPAM, one.pk, mod(), f"Spam of {NAME}")


def rows_that_tell():
    """Each row of the database in which there is a word of theirs."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [row[0] for row in cursor.fetchall()]
        for table in tables:
            cursor.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t')
            found = [row[0] for row in cursor.fetchall()]
            yield from (f"{table} {row}" for row in found if any(s in row.lower() for s in SECRETS))


def test_all_that_hangs_on_it_goes_with_it(one):
    Comment.objects.filter(text__startswith="Another").update(name="Di")
    hang_everything_on(one)
    assert len(list(rows_that_tell())) >= 6
    erase(one, words=True)
    assert list(rows_that_tell()) == []
    assert (AddressHash.objects.count(), Sketch.objects.count()) == (0, 0)
    assert Decision.objects.values_list("reason", flat=True).get() == ""
    assert_healthy(one.article)


def test_it_is_erased_once_and_its_words_later(one):
    hang_everything_on(one)
    assert "More was written" not in erase(one)
    for dry_run in (True, False):
        with pytest.raises(CommandError, match=r"^Only their words are left, and --words"):
            erase(one, dry_run=dry_run)
    assert "comments" in erase(one, words=True)
    with pytest.raises(CommandError, match=f"^Nothing is held under the comment {one.pk}"):
        erase(one, words=True)


def test_it_is_not_brought_in_again(one, export_there):
    erase(one, words=True)
    assert "1 comment skipped: erased" in bring_in(export_there)
    assert Comment.objects.filter(text=SAID).count() == 0


def test_whoever_else_its_author_is_is_told_and_not_meant():
    article = make_article()
    mine, _ = say(article, bob(), "Mine"), say(article, bob(), "Mine too")
    said = erase(mine)
    assert f"perhaps the same person: --key a{bob().pk} wrote comment {mine.pk}" in said
    assert drawn(article) == "Deleted reader: Mine\nbob: Mine too"


def test_it_is_given_by_itself(one, tmp_path):
    file = tmp_path / "one.zip"
    said = {"stdout": StringIO(), "stderr": StringIO()}
    call_command("export_person", comment=[str(one.pk)], output=file, **said)
    with ZipFile(file) as archive:
        data = json.loads(archive.read("person.json"))
    assert (data["known_by"], [each["text"] for each in data["comments"]]) == (
        [f"comment {one.pk}"],
        [SAID],
    )


def test_its_page_in_the_admin_leads_there(one):
    editor = client_of(alice())
    links = soup(editor.get(page_of(one))).select("[aria-labelledby=rights] a")
    export, asked = (editor.get(link["href"]) for link in links)
    assert export["Content-Type"] == "application/zip"
    address = f"{asked.request['PATH_INFO']}?words=on&sure=on"
    assert soup(editor.get(address)).select_one(".who").text == f"Who: {NAME}, this comment alone"
    for _ in range(2):
        done = editor.post(address, {"typed": NAME, "words": "on"})
        assert (done.status_code, done["Location"]) == (302, "/admin/comments/erasure/")
    assert drawing(one) == f"Deleted reader: \n  Cy: So?\n{NAME}: Another of this name."


def test_whoever_is_known_has_a_page_of_their_own():
    mine = say(make_article(), bob(), "Mine")
    editor = client_of(alice())
    link = soup(editor.get(page_of(mine))).select_one("[aria-labelledby=rights] a")
    assert link["href"] == f"{person_of(mine)}#rights"
    for act in ("export", "erase"):
        place = f"/admin/comments/comment/{mine.pk}/{act}/"
        assert editor.post(place, {"typed": "bob"})["Location"] == person_of(mine)
        assert client_of(mod()).get(place).status_code == 403
    assert not soup(client_of(mod()).get(page_of(mine))).select("[aria-labelledby=rights]")
