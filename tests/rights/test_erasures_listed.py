"""Editors read when and by whom somebody was erased, and how much that was; never whom."""

import pytest

from comments.models import Erasure
from tests.cast import account, alice
from tests.moderation.desk import client_of, column
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db
ERASURES = "/admin/comments/erasure/"


@pytest.fixture
def editor():
    return client_of(alice())


def test_who_erased_on_the_command_line_is_nobody(editor):
    Erasure.objects.create(counts={"comments": 2}, words=True)
    page = editor.get(ERASURES)
    assert (column(page, "by"), column(page, "what")) == (["the command line"], ["2 comments"])


def test_what_became_of_the_words_is_told_and_narrows_the_list(editor):
    for words, count in ((True, 1), (False, 2)):
        Erasure.objects.create(counts={"comments": count}, words=words)
    page = editor.get(ERASURES)
    assert [flat(each) for each in soup(page).select("#changelist-filter summary")] == [
        "By their words",
        "By date",
    ]
    assert column(page, "fate") == ["their words stayed", "with their words"]
    found = [column(editor.get(ERASURES, {"words": each}), "what") for each in ("yes", "no", "?")]
    assert found == [["1 comment"], ["2 comments"], ["2 comments", "1 comment"]]


def test_no_moderator_reads_it():
    clerk = account("clerk", "Moderators")
    assert client_of(clerk).get(ERASURES).status_code == 403
