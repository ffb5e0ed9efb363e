"""Who does something too often waits. Counted in PostgreSQL, so that all processes count together.

No address and no name is stored: only what a key made of the site's secret turns them into.
"""

from random import random
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpResponse

from comments.keyed import keyed_hash
from comments.perishable import Perishable
from config.rates import Deed, Rate

TOO_MANY_REQUESTS = 429

# The database's function (migration 0006) finds, counts and tells in one step, so that of any
# number at once just as many pass as may.
WAIT = "SELECT comments_wait(%s::uuid[], %s::integer[], %s::integer[])"
WINDOWS = Perishable("comments_window", "key", "ends_at")
PRUNED_AT_ONCE = 1_000
# Each count adds two rows at most: this is ample.
PRUNING_SHARE = 1 / 200


def wait_for(deed: Deed, **known_as: str) -> int:
    """Count one more `deed`; the seconds until it may be done again, 0 if this one may be.

    Counted by `person` and by `address`, in the order given and if not empty. Whoever is over
    one limit is not counted by the next, so that they take nobody else's turn.
    """
    known = {kind: who for kind, who in known_as.items() if who}
    if not known:
        return 0
    keys = [_key(deed, kind, who) for kind, who in known.items()]
    rates = [getattr(settings.LIMITS[deed], kind) for kind in known]
    return _wait(keys, rates)


def used_before(kind: str, thing: str, seconds: int) -> bool:
    """Whether it was used within so many seconds. Of any number at once, one is the first."""
    return _wait([_key("use", kind, thing)], [Rate(1, seconds)]) > 0


def told_to_wait(response: HttpResponse, seconds: int) -> HttpResponse:
    response.status_code = TOO_MANY_REQUESTS
    response["Retry-After"] = str(seconds)
    return response


def prune(most: int | None = None) -> int:
    """Forget what is over, or `most` of it; how much that was."""
    return WINDOWS.delete(most)


def _wait(keys: list[UUID], rates: list[Rate]) -> int:
    if random() < PRUNING_SHARE:  # noqa: S311 - chance, not a secret
        prune(PRUNED_AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute(WAIT, [keys, *map(list, zip(*rates, strict=True))])
        return int(cursor.fetchone()[0])


def _key(deed: str, kind: str, who: str) -> UUID:
    return keyed_hash("comments.limits", f"{deed} {kind} {who}")
