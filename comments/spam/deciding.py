"""What is learned from decisions."""

from collections.abc import Iterable

from comments.models import Comment
from comments.rulebook import sketches
from comments.rules import State
from comments.spam.memory import Lesson, learn_all

# A decision on a large branch would wait for its lessons: manage.py train_spam_filter learns them.
MOST_AT_ONCE = 50

TEACHES: dict[State, bool | None] = {State.PUBLISHED: False, State.SPAM: True}


def learn_from(decided: Iterable[int]) -> None:
    """Learn what a moderator's decision made of these comments; last in its transaction.

    What was taken away is remembered too, so that its like is known.
    """
    ids = list(decided)
    if len(ids) > MOST_AT_ONCE:
        return
    columns = ("id", "revision", "text", "name", "website", "state")
    rows = list(Comment.objects.filter(pk__in=ids).order_by("id").values_list(*columns))
    sketches.remember((pk, text) for pk, _, text, *_, state in rows if state in sketches.TAKEN_AWAY)
    learn_all(
        Lesson(pk, revision, text, name, website, TEACHES.get(State(state)))
        for pk, revision, text, name, website, state in rows
    )
