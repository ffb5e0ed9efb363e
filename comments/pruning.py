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

    done: str
    due: Callable[[], int]
    go: Callable[[int], Iterator[int]]


STEPS = [
    Step("hashes of addresses deleted", ADDRESSES.expired, ADDRESSES.delete_all),
    Step("counts of limits and used proofs of work deleted", WINDOWS.expired, WINDOWS.delete_all),
    Step("sketches of texts deleted", SKETCHES.expired, SKETCHES.delete_all),
    Step("sessions deleted", SESSIONS.expired, SESSIONS.delete_all),
    Step("uploads deleted that nobody has touched", old_uploads, forget_uploads),
    Step("old spam comments emptied", old_spam, empty_spam),
]
