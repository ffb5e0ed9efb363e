"""One request in a savepoint: what came back, which tables it wrote, and what it gave away."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.proof.world import World

SIGN_IN = "sign in"
TOKEN = "a" * 32
# A session's own row, and what is counted to make people wait, say nothing about the conversation.
EXEMPT = frozenset({"django_session", "comments_window"})
# An UPDATE that changes nothing counts too, and so does one that is taken back.
WRITTEN = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


def writes() -> dict[str, int]:
    """How often each table has been written to in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def attempt(act: Callable[[Client], Any], client: Client) -> Any:
    """The response, or the error that would have been a 500."""
    try:
        return act(client)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return error


def ask(client: Client, method: str, address: str, sent: Any = None) -> tuple[Any, list[str]]:
    """What came back, and the tables that were written."""
    before = writes()
    if sent is None:
        response = attempt(lambda client: client.generic(method, address), client)
    else:
        response = attempt(lambda client: _send(client, method, address, sent), client)
    after = writes()
    return response, sorted(t for t in after if after[t] != before.get(t, 0) and t not in EXEMPT)


def answer(response: Any) -> str:
    """A status, where it leads to sign in, or the error."""
    if isinstance(response, Exception):
        return f"500 ({type(response).__name__}: {response})"
    location = response.headers.get("Location", "")
    if response.status_code == 302 and location.startswith(("/admin/login/", "/account/sign-in/")):
        return SIGN_IN
    return str(response.status_code)


def given_away(world: World, who: str, response: Any) -> list[str]:
    """Words in the answer that are not for `who` to read."""
    if isinstance(response, Exception):
        return []
    body = b"".join(response) if response.streaming else response.content
    text = f"{response.headers}{response.cookies}{body.decode(errors='replace')}"
    return [s.words for s in world.secrets if who not in s.readers and s.words in text]


def _send(client: Client, method: str, address: str, sent: Any) -> Any:
    """As a form that the site has shown: with its token, unless it `sent` nothing."""
    client.cookies["csrftoken"] = TOKEN
    body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": TOKEN} | sent)
    return client.generic(method, address, body, MULTIPART_CONTENT)
