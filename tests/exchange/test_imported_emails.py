"""What is kept of e-mail addresses from elsewhere, as the setting says."""

import json

import pytest

from comments.models import Comment
from comments.persons.origins import email_key

pytestmark = pytest.mark.django_db

ADA, BEN = "Ada@there.example", "ben@there.example"
KEY = email_key(ADA)


@pytest.fixture
def write(tmp_path):
    """An export of one comment that says this."""

    def written(text, email=ADA):
        comment = {"type": "comment", "id": "1", "article": "1", "text": text, "email": email}
        article = {"type": "article", "id": "1", "url": "https://there.example/1/", "body": "B"}
        rows = [{"understory": 1, "site": "there"}, article, comment]
        file = tmp_path / "export"
        file.write_text("\n".join(map(json.dumps, rows)))
        return file

    return written


def stored():
    return Comment.objects.values_list("text", "email", "email_key").get()


@pytest.mark.parametrize(
    ("choice", "kept"), [("keep", (ADA, KEY)), ("hash", ("", KEY)), ("drop", ("", None))]
)
def test_the_setting_says_what_is_kept(choice, kept, write, bring_in, settings):
    settings.IMPORTED_EMAILS = choice
    bring_in(write("first"))
    assert stored() == ("first", *kept)


@pytest.mark.parametrize(("first", "kept"), [("hash", email_key(BEN)), ("drop", None)])
def test_an_update_gives_nothing_back(first, kept, write, bring_in, settings):
    settings.IMPORTED_EMAILS = first
    bring_in(write("first"))
    settings.IMPORTED_EMAILS = "keep"
    bring_in(write("second", BEN))
    assert stored() == ("second", "", kept)
    bring_in(write("third", BEN))
    assert stored() == ("third", "", kept)


def test_an_update_takes_what_is_no_longer_kept(write, bring_in, settings):
    bring_in(write("first"))
    settings.IMPORTED_EMAILS = "hash"
    bring_in(write("second"))
    assert stored() == ("second", "", KEY)


def test_replies_that_come_later_are_hashed_as_well(write, bring_in, settings):
    settings.IMPORTED_EMAILS = "hash"
    file = write("first")
    bring_in(file)
    reply = {"type": "comment", "id": "2", "article": "1", "parent": "1", "text": "r", "email": BEN}
    file.write_text(f"{file.read_text()}\n{json.dumps(reply)}")
    bring_in(file)
    answer = Comment.objects.get(level=1)
    assert (answer.email, answer.email_key) == ("", email_key(BEN))
