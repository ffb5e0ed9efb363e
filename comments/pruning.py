"""What is not kept for good, and how it goes: `manage.py prune`."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from comments.actions.emptying import empty_spam, old_spam
from comments.exchange.uploads.steps import forget_uploads, old_uploads
from comments.limits import WINDOWS
from comments.perishable import Perishable
from comments.rulebook.sketches import SKETCHES

ADDRESSES = Perishable("comments_addresshash", "comment_id", "expires_at")
SESSIONS = Perishable("django_session", "session_key", "expire_date")
# So short a transaction that nobody notices it.
AT_ONCE = 500


class Step(NamedTuple):
    """`due` tells how much would go; `go` lets it go, so much at a time, and tells how much."""

    one: str
    many: str
    done: str
    due: Callable[[], int]
    go: Callable[[int], Iterator[int]]

    def told(self, count: int, *, is_dry: bool) -> str:
        what = self.one if count == 1 else self.many
        return f"{count:>9,} {what} {'would be ' if is_dry else ''}{self.done}"


STEPS = [
    Step(
        *("hash of an address", "hashes of addresses", "deleted"),
        ADDRESSES.expired,
        ADDRESSES.delete_all,
    ),
    Step(
        *("count of a limit or used proof of work", "counts of limits and used proofs of work"),
        "deleted",
        WINDOWS.expired,
        WINDOWS.delete_all,
    ),
    Step(
        *("sketch of a text", "sketches of texts", "deleted"), SKETCHES.expired, SKETCHES.delete_all
    ),
    Step("session", "sessions", "deleted", SESSIONS.expired, SESSIONS.delete_all),
    Step("abandoned upload", "abandoned uploads", "deleted", old_uploads, forget_uploads),
    Step("old spam comment", "old spam comments", "emptied", old_spam, empty_spam),
]
