"""The numbers that people cite, of comments that come in reading order."""

from comments.exchange.exporting.conversations import CommentRow
from comments.querysets import number_text


class Numbers:
    def __init__(self) -> None:
        # The places from the thread's down to the comment's.
        self.path: list[int | None] = []

    def of(self, comment: CommentRow) -> str:
        del self.path[comment.level :]
        self.path.append(comment.ordinal)
        return number_text(tuple(self.path))
