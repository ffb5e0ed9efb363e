"""Which comments of the past were like earlier ones, as of when each was written."""

from collections import Counter, defaultdict, deque
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from comments.rulebook.kinds import MINUTES_A_DAY, Like
from comments.rulebook.past import Past
from comments.rulebook.sketching import ASKED, SOUGHT, Sketch, likeness, sketch_of
from comments.rules import State

# All that was written since the day before, and what was taken away in the period before; as
# many as a backtest takes comments.
AWAY = """
FROM comments_comment c LEFT JOIN LATERAL (
    SELECT coalesce(max(h.changed_at), c.created_at) AS at FROM comments_statechange h
    WHERE h.comment_id = c.id AND h.after = c.state
) AS away ON c.state IN ('removed', 'spam')
"""
ASKED_ABOUT = f"SELECT c.id, c.state, away.at {AWAY} WHERE c.id = ANY(%(asked)s)"
EARLIER = f"""
SELECT c.id, c.created_at, c.text, c.state, away.at {AWAY}
WHERE c.state <> 'withdrawn' AND c.created_at <= %(until)s AND c.id <> ALL(%(asked)s) AND (
    c.created_at >= %(since)s - interval '1 day'
    OR c.state IN ('removed', 'spam') AND away.at >= %(since)s - make_interval(mins => %(minutes)s)
)
ORDER BY c.created_at DESC LIMIT %(most)s
"""
MOST = 20_000
# Of those that share a number, which in a flood are all alike.
SHARING = 50
# Those that share the most.
COMPARED = 5


class Earlier(NamedTuple):
    created_at: datetime
    id: int
    state: str
    away_at: datetime | None
    sketch: Sketch


def likes_of(past: list[Past], minutes: int) -> dict[int, list[Like]]:
    """What each of these comments was like when it was written."""
    if not past:
        return {}
    near: dict[int, deque[int]] = defaultdict(lambda: deque(maxlen=SHARING))
    found: dict[int, list[Like]] = {}
    asked = {one.id for one in past}
    seen: dict[int, Earlier] = {}
    for text in sorted(_texts(past, minutes), key=lambda text: text[:2]):
        if text.id in asked:
            likes = (_like(text, seen[other]) for other in _nearest(text.sketch, near))
            found[text.id] = [like for like in likes if like]
        if text.state != State.WITHDRAWN:
            seen[text.id] = text
            for number in text.sketch[:SOUGHT]:
                near[number].append(text.id)
    return found


def _nearest(sketch: Sketch, near: dict[int, deque[int]]) -> list[int]:
    shared = Counter(other for number in sketch[:ASKED] for other in near.get(number, ()))
    return [other for other, _ in shared.most_common(COMPARED)]


def _like(text: Earlier, other: Earlier) -> Like | None:
    gone = other.away_at is not None and other.away_at <= text.created_at
    since = other.away_at if gone and other.away_at else other.created_at
    age = (text.created_at - since) / timedelta(minutes=1)
    if not gone and age > MINUTES_A_DAY:
        return None
    state = other.state if gone else State.PUBLISHED
    return Like(likeness(text.sketch, other.sketch), state, age)


def _texts(past: list[Past], minutes: int) -> list[Earlier]:
    """The comments that are asked about, and others that they may be like."""
    values: dict[str, Any] = {
        "asked": [one.id for one in past],
        "since": past[0].created_at,
        "until": past[-1].created_at,
        "minutes": minutes,
        "most": MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(EARLIER, values)
        rows = cursor.fetchall()
        cursor.execute(ASKED_ABOUT, values)
        away = {pk: (state, at) for pk, state, at in cursor.fetchall()}
    texts = [Earlier(at, pk, state, gone, sketch_of(text)) for pk, at, text, state, gone in rows]
    texts += [Earlier(one.created_at, one.id, *away[one.id], sketch_of(one.text)) for one in past]
    return texts
