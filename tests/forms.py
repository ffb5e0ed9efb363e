"""What a person sends with the form for a comment."""

import time
from typing import Any
from uuid import uuid4

from comments import traps

READ_FOR = 60


def stamp(seconds: float = READ_FOR) -> str:
    """Of a form that was shown so many seconds ago."""
    return traps.stamped(time.time() - seconds)


def words(text: str = "My words.", **values: Any) -> dict[str, Any]:
    """A guest's; an account's is read for its text alone."""
    own = {"submission": str(uuid4()), "stamp": stamp(), "subject": ""}
    return {"name": "Gwen", "text": text, **own} | values
