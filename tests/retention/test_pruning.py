"""What has expired goes, and nothing else: manage.py prune."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.utils import timezone

from comments import pruning
from comments.models import AddressHash, Comment, Sketch, Window
from tests.cast import make_article, say
from tests.comments.health import assert_healthy

pytestmark = pytest.mark.django_db

ADDRESSES, WINDOWS, SKETCHES = "hash of", "count of", "sketch of"
SESSIONS = "session deleted"


@pytest.fixture
def kept():
    """Of each sort one that is over by a moment, and one that lasts a minute longer."""
    article, now = make_article(), timezone.now()
    # Each post takes what is over with it, so that all is said first.
    said = [say(article, "Ada", name) for name in ("over", "lasts")]
    for comment, until in zip(said, (now, now + timedelta(minutes=1)), strict=True):
        name = comment.text
        own = {"comment": comment, "article": article, "expires_at": until}
        AddressHash.objects.create(address=uuid4(), network=uuid4(), **own)
        Sketch.objects.create(hashes=[1], sought=[1], **own)
        Window.objects.create(key=uuid4(), count=1, ends_at=until)
        Session.objects.create(session_key=name, session_data="", expire_date=until)


def left() -> list[object]:
    return [
        *AddressHash.objects.values_list("comment__text", flat=True),
        *Sketch.objects.values_list("comment__text", flat=True),
        *Session.objects.values_list("session_key", flat=True),
        Window.objects.count(),
    ]


def test_what_is_over_goes_and_what_lasts_stays(prune, kept):
    assert prune() == {ADDRESSES: 1, WINDOWS: 1, SKETCHES: 1, SESSIONS: 1}
    assert left() == ["lasts", "lasts", "lasts", 1]
    assert Comment.objects.count() == 2
    assert_healthy()


def test_a_dry_run_says_the_same_and_changes_nothing(prune, kept):
    before = left()
    dry = prune(dry_run=True)
    assert (left(), len(before)) == (before, 7)
    assert dry == {ADDRESSES: 1, WINDOWS: 1, SKETCHES: 1, "session would": 1}
    assert list(prune().values()) == list(dry.values())


def test_a_second_time_there_is_nothing_left_to_do(prune, kept):
    prune()
    assert (prune(), prune(dry_run=True)) == ({}, {})


def test_it_says_so_in_a_line_each(kept):
    out = StringIO()
    call_command("prune", stdout=out)
    assert out.getvalue() == (
        "        1 hash of an address deleted\n"
        "        1 count of a limit or used proof of work deleted\n"
        "        1 sketch of a text deleted\n"
        "        1 session deleted\n"
        "        0 abandoned uploads deleted\n"
        "        0 old spam comments emptied\n"
    )


def test_a_dry_run_does_not_speak_as_if_it_were_done(kept):
    out, err = StringIO(), StringIO()
    call_command("prune", stdout=out, stderr=err, dry_run=True)
    assert out.getvalue().splitlines()[3:5] == [
        "        1 session would be deleted",
        "        0 abandoned uploads would be deleted",
    ]
    assert err.getvalue() == "A dry run: nothing was changed.\n"


def test_it_can_be_told_to_be_silent(prune, kept):
    assert (prune(verbosity=0), left()) == ({}, ["lasts", "lasts", "lasts", 1])


def test_much_goes_in_many_small_steps():
    over = timezone.now()
    Window.objects.bulk_create(Window(key=uuid4(), count=1, ends_at=over) for _ in range(25))
    steps = list(pruning.WINDOWS.delete_all(20))
    assert (steps, Window.objects.count()) == ([20, 5], 0)


def test_what_was_stopped_says_what_it_did_and_goes_on_from_there(prune, kept, monkeypatch):
    def stopped(_most):
        yield 3
        raise KeyboardInterrupt

    steps = [pruning.STEPS[0]._replace(go=stopped), *pruning.STEPS[1:]]
    out = StringIO()
    with monkeypatch.context() as patched:
        patched.setattr("comments.management.commands.prune.STEPS", steps)
        with pytest.raises(CommandError, match=r"^Stopped\. What is gone stays gone"):
            call_command("prune", stdout=out)
    assert out.getvalue() == "        3 hashes of addresses deleted\n"
    assert prune() == {ADDRESSES: 1, WINDOWS: 1, SKETCHES: 1, SESSIONS: 1}
