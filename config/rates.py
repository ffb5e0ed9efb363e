"""How often is too often, as the settings say it."""

import re
from enum import StrEnum
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

WRITTEN = re.compile(r"(\d{1,9})/(\d{1,9}), *(\d{1,9})/(\d{1,9})")


class Deed(StrEnum):
    """What can be done too often."""

    POSTING = "posting"
    EDITING = "editing"
    SIGN_IN = "sign-in"
    SEARCH = "search"
    # And asking for another look.
    FLAGGING = "flagging"


class Rate(NamedTuple):
    """So often within so many seconds."""

    most: int
    seconds: int


class Limit(NamedTuple):
    """How often one person may do something, and how often all behind one network address."""

    person: Rate
    address: Rate


def limit_from(text: str) -> Limit:
    """`10/300, 60/300`: ten times in five minutes, and sixty. Raises ImproperlyConfigured."""
    found = WRITTEN.fullmatch(text.strip())
    numbers = [int(number) for number in found.groups()] if found else [0]
    if not all(numbers):
        raise ImproperlyConfigured(
            f"{text!r} is no limit. Write 10/300, 60/300 for ten times in 300 seconds "
            "by one person, and sixty from one network address."
        )
    return Limit(Rate(*numbers[:2]), Rate(*numbers[2:]))
