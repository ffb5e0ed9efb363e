"""What a person sends with the form for a comment."""

import time
from typing import Any
from uuid import uuid4

from altcha import Challenge, Payload, solve_challenge
from django.test import Client

from comments import traps
from comments.models import Comment
from comments.proof import new_challenge

READ_FOR = 60


def stamp(seconds: float = READ_FOR) -> str:
    """Of a form that was shown so many seconds ago."""
    return traps.stamped(time.time() - seconds)


def words(text: str = "My words.", **values: Any) -> dict[str, Any]:
    """A guest's; an account's is read for its text alone."""
    own = {"submission": str(uuid4()), "stamp": stamp(), "subject": ""}
    return {"name": "Gwen", "text": text, **own} | values


def proof() -> str:
    """What a browser finds, but at the first try."""
    return solved(new_challenge(tries=0)).to_base64()


def solved(challenge: Challenge) -> Payload:
    solution = solve_challenge(challenge)
    assert solution is not None
    return Payload(challenge, solution)


def fate(client: Client, address: str, **values: Any) -> list[Any]:
    """What became of such a post: its state, and the reasons why it waits."""
    assert client.post(address, words(**values)).status_code == 302
    comment = Comment.objects.latest("id")
    return [comment.state, *comment.holds.values_list("code", "evidence")]
