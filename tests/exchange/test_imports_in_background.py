"""The process of its own that works at an upload: killed, noticed, started again."""

import os
import subprocess
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comments.exchange.uploads import pulse, starting
from comments.exchange.uploads.pulse import Pulse
from comments.models import Comment, Upload
from tests.cast import alice
from tests.exchange.desk import lying, page_of, press, upload
from tests.moderation.desk import client_of
from tests.pages import flat, soup

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def processes(monkeypatch, in_background):
    started = []

    def start(arguments, **options):
        started.append(subprocess_popen(arguments, **options))
        return started[-1]

    subprocess_popen = subprocess.Popen
    monkeypatch.setattr(starting.subprocess, "Popen", start)
    return started


def test_it_outlives_a_kill_and_does_its_work(processes):
    editor = client_of(alice())
    brought = upload(editor)
    processes[0].kill()
    processes[0].wait()
    Upload.objects.update(beat_at=timezone.now() - timedelta(hours=1))
    assert flat(soup(editor.get(page_of(brought))).select_one("h1")) == "The dry run broke off"
    press(editor, brought, "try")
    assert os.getsid(processes[1].pid) == processes[1].pid
    processes[1].wait()
    press(editor, brought, "import")
    processes[2].wait()
    brought.refresh_from_db()
    assert (brought.step, Comment.objects.count(), lying(brought)) == ("done", 3, [])
    assert len(processes) == 3


def test_its_pulse_goes_on_once_the_database_is_back(monkeypatch):
    monkeypatch.setattr(pulse, "SECOND", 0.01)
    brought = Upload.objects.create(by_name="alice", names=[], size=0, step="trying")
    beats = []

    class Cut(Pulse):
        def beat(self) -> None:
            beats.append(connection.connection)
            if len(beats) == 2:
                connection.connection.close()
            super().beat()

    with Cut(brought.pk, brought.attempt).beating():
        wait_for(lambda: len(beats) > 2)
        Upload.objects.update(beat_at=None)
        wait_for(lambda: Upload.objects.filter(beat_at=None).count() == 0)


def wait_for(what) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_what_cannot_be_started_is_told(monkeypatch):
    monkeypatch.setattr(starting.subprocess, "Popen", _refuse)
    editor = client_of(alice())
    brought = upload(editor)
    shown = flat(soup(editor.get(page_of(brought))).select_one("p.refused"))
    assert shown == "The server could not start it."


def _refuse(*_args, **_options):
    raise OSError(11, "Resource temporarily unavailable")
