"""Ids under which WordPress's importer finds each parent before its replies.

It takes comments in the order of their numbers, and forgets whom those answer that come before
their parent: replies that were moved beneath a later comment would. All others keep their ids,
so that of two exports the same comment has the same.
"""

from articles.ids import BUCKET_BITS, LOW_BITS
from comments.exchange.exporting.conversations import CommentRow

# No id of ours is made in the last bucket: what is put there is in nobody's place.
LAST_BUCKET = ((1 << BUCKET_BITS) - 1) << LOW_BITS


class Ids:
    """Of comments that come in reading order."""

    def __init__(self) -> None:
        # From the thread's first comment down to this one.
        self.path: list[int] = []
        self.given: set[int] = set()

    def of(self, comment: CommentRow) -> tuple[int, int]:
        """The comment's id and its parent's; 0 if it has none."""
        del self.path[comment.level :]
        above = self.path[-1] if self.path else 0
        self.path.append(comment.id if comment.id > above else self._later(above))
        return self.path[-1], above

    def _later(self, above: int) -> int:
        later = (above | LAST_BUCKET) + 1
        while later in self.given:
            later += 1
        self.given.add(later)
        return later
