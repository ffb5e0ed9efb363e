"""What keeps the place of a comment that an export lacks: for readers, and for moderators."""

import pytest

from comments import actions
from comments.models import Comment
from comments.rules import Verb
from tests.cast import mod
from tests.comments.health import assert_healthy
from tests.exchange.desk import buttons
from tests.exchange.drawing import conversation
from tests.exchange.elsewhere import There, wxr
from tests.moderation.desk import client_of, excerpts, page_of, states
from tests.pages import flat, outline, soup

pytestmark = pytest.mark.django_db
COMMENTS = "/admin/comments/comment/"


@pytest.fixture
def place(tmp_path, bring_in):
    file = tmp_path / "export.xml"
    file.write_bytes(wxr([There(2, 1, 1, words="Yes.")]))
    bring_in(file)
    return Comment.objects.get(text="")


def test_readers_are_not_told_that_a_moderator_removed_it(client, place):
    shown = outline(client.get(place.article.get_absolute_url()))
    assert shown.splitlines()[0] == "1 This comment is missing."


def test_there_is_nothing_to_restore(place):
    moderator = client_of(mod())
    page = moderator.get(page_of(place))
    assert flat(soup(page).select_one(".looked-at .quiet")) == (
        "It has no words: it only keeps the place of its replies."
    )
    assert [each for each in buttons(page) if each == "Restore"] == []
    assert excerpts(moderator.get(COMMENTS)) == ["Yes.", "no words"]


def test_it_is_not_restored_with_its_branch(place):
    reply = Comment.objects.get(text="Yes.")
    actions.moderate(Verb.REMOVE, reply.pk, mod(), "Rude.")
    actions.moderate(Verb.RESTORE, place.pk, mod(), branch=True)
    assert states(place, reply) == ["removed", "published"]
    with pytest.raises(actions.Refused, match="nothing-to-do"):
        actions.moderate(Verb.RESTORE, place.pk, mod())


@pytest.mark.parametrize("above", [[], [There(9, 1, state="spam")]], ids=["missing", "skipped"])
def test_no_place_is_kept_that_nothing_new_hangs_on(tmp_path, bring_in, above):
    """Its only reply is here already, as a thread of its own."""
    file = tmp_path / "export.xml"
    file.write_bytes(wxr([There(1, 1)]))
    bring_in(file)
    file.write_bytes(wxr([There(1, 1, 9), There(2, 1, 1), There(3, 1), *above]))
    assert "a place" not in bring_in(file, state=["published"])
    assert conversation("article-1") == ["1 ada: Words.", "  1.1 ada: Words.", "2 ada: Words."]
    file.write_bytes(wxr([There(4, 1, 9)]))
    assert "1 new tombstone keeps a place" in bring_in(file)
    assert conversation("article-1")[3:] == ["3 Anonymous:  removed", "  3.1 ada: Words."]
    assert_healthy()
