"""Connections are kept from request to request; the server may end one in between."""

import psycopg
import pytest
from django.db import connection

from articles.models import Article
from config.postgres.base import DatabaseWrapper

GONE = "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s)"


@pytest.fixture
def kept(transactional_db):
    """A connection as gunicorn's threads keep theirs: idle, at the start of the next request."""
    connection.close()
    connection.settings_dict["CONN_MAX_AGE"] = 60
    Article.objects.exists()
    connection.close_if_unusable_or_obsolete()
    yield connection
    connection.settings_dict["CONN_MAX_AGE"] = 0
    connection.close()


def server_process() -> int:
    return connection.connection.info.backend_pid


def end(process: int) -> None:
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [process])
        while other.execute(GONE, [process]).fetchone() != (True,):
            pass


def test_one_that_was_ended_is_replaced(kept):
    before = server_process()
    end(before)
    assert Article.objects.exists() is False
    assert server_process() != before


def test_one_that_lives_is_kept_and_not_asked(kept, monkeypatch):
    asked = []
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda _: asked.append(True) or True)
    before = server_process()
    Article.objects.exists()
    assert (server_process(), asked) == (before, [])
