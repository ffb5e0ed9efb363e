"""An import of our own lines that was stopped goes on, in the log as in the threads."""

import signal
import time
from random import Random

import pytest
from django.core.management import CommandError

from comments.models import Comment, Decision, ImportRun, LedgerRow, StateChange
from tests.comments.health import assert_healthy
from tests.exchange.everything import differences, empty, everything
from tests.exchange.life import Life
from tests.exchange.ourselves import ended
from tests.exchange.test_stopped_imports import import_here

AT = "2026-05-01T12:00:00.000001Z"
MANY = 1_100


@pytest.mark.django_db
def test_it_goes_on_wherever_it_was_stopped(stop_after, export, bring_in):
    Life(21).go_on(60)
    before, file = everything(), export()
    empty()
    dry = bring_in(file, dry_run=True)
    for portions in Random(3).sample(range(1, 9), 6):
        stop_after(portions)
        with pytest.raises(CommandError, match="Stopped"):
            bring_in(file)
    stop_after(1_000)
    assert bring_in(file) == dry
    assert differences(everything(), before) == {}
    assert ImportRun.objects.count() == 1
    assert_healthy()


def site():
    ids = [str(10_000 + n) for n in range(MANY)]
    about = [{"id": pk, "article": "1", "comment": pk} for pk in ids]
    decided = {"verb": "publish", "decided_at": AT, "moderator_name": "mod"}
    changed = {"before": "held", "after": "published", "changed_at": AT}
    return ended(
        [
            {"understory": 2, "site": "there"},
            {"type": "article", "id": "1", "slug": "it", "title": "It", "created_at": AT},
            *(
                {"type": "comment", "id": pk, "article": "1", "created_at": AT, "text": pk}
                for pk in ids
            ),
            *({"type": "decision", **one, **decided} for one in about),
            *({"type": "change", **one, "decision": one["id"], **changed} for one in about),
        ]
    )


def wait_for(process, kind):
    end = time.monotonic() + 60
    while not LedgerRow.objects.filter(kind=kind).exists() and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.005)


@pytest.mark.django_db(transaction=True)
def test_a_killed_import_goes_on_in_the_log(tmp_path, export):
    file = export(site())
    for kind in ("comment", "decision"):
        process = import_here(file, tmp_path)
        wait_for(process, kind)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert_healthy()
    assert process.returncode == -signal.SIGKILL
    last = import_here(file, tmp_path)
    report, said = last.communicate(timeout=120)
    assert (last.returncode, "An import that was stopped went on." in said) == (0, True)
    counted = [model.objects.count() for model in (Comment, Decision, StateChange)]
    assert counted == [MANY, MANY, MANY]
    assert "decisions       1,100" in report
    assert_healthy()
