"""A conversation as a plain dictionary: what readers should see, said as simply as possible."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from comments.rules import MODERATION, RESULT, Refusal, State, Verb


@dataclass
class Said:
    text: str
    parent: int | None
    state: str
    ordinal: int | None = None
    # What it was before it was removed, each time.
    removed_from: list[str] = field(default_factory=list)
    replies: list[int] = field(default_factory=list)


class Forest:
    """Comments by their ids. What is shown goes by number."""

    def __init__(self) -> None:
        # The highest number that each list has given so far.
        self.given: dict[int | None, int] = {}
        self.said: dict[int, Said] = {}
        self.threads: list[int] = []

    def add(self, own: int, text: str, parent: int | None, state: str) -> None:
        self.said[own] = Said(text, parent, state)
        self.list_of(parent).append(own)
        if state == State.PUBLISHED:
            self.number([own])

    def branch(self, own: int) -> list[int]:
        return [own, *(each for reply in self.said[own].replies for each in self.branch(reply))]

    def affected(self, verb: Verb, own: int, *, branch: bool) -> list[int]:
        chosen = self.branch(own) if branch else [own]
        return [each for each in chosen if self.said[each].state in MODERATION[verb]]

    def moderate(self, verb: Verb, own: int, *, branch: bool) -> None:
        changed = self.affected(verb, own, branch=branch)
        for each in changed:
            comment = self.said[each]
            if verb == Verb.REMOVE:
                comment.removed_from.append(comment.state)
            comment.state = RESULT.get(verb) or comment.removed_from[-1]
        self.number([each for each in changed if self.said[each].state == State.PUBLISHED])

    def move(self, own: int, target: int | None) -> None:
        comment = self.said[own]
        self.given[comment.parent] = self.highest(comment.parent)
        self.list_of(comment.parent).remove(own)
        comment.parent = target
        if comment.ordinal:
            comment.ordinal = self.next_number(target)
        self.list_of(target).append(own)

    def may_move(self, own: int, target: int | None) -> Refusal | None:
        if self.said[own].parent == target:
            return Refusal.SAME_PLACE
        if target is None:
            return None
        if target in self.branch(own):
            return Refusal.INTO_ITSELF
        return None if self.visible(target) else Refusal.TARGET_HIDDEN

    def number(self, shown: list[int]) -> None:
        """Numbers for these and what is above them: the next of each list, by age."""
        wanted = {above for own in shown for above in self.path(own)}
        for own in sorted(wanted):
            comment = self.said[own]
            if comment.ordinal is None:
                comment.ordinal = self.next_number(comment.parent)

    def next_number(self, parent: int | None) -> int:
        self.given[parent] = self.highest(parent) + 1
        return self.given[parent]

    def highest(self, parent: int | None) -> int:
        numbers = [self.said[each].ordinal or 0 for each in self.list_of(parent)]
        return max([*numbers, self.given.get(parent, 0)])

    def path(self, own: int) -> Iterator[int]:
        yield own
        parent = self.said[own].parent
        if parent is not None:
            yield from self.path(parent)

    def list_of(self, parent: int | None) -> list[int]:
        return self.threads if parent is None else self.said[parent].replies

    def visible(self, own: int) -> bool:
        return any(self.said[each].state == State.PUBLISHED for each in self.branch(own))

    def published(self, own: int) -> int:
        return sum(self.said[each].state == State.PUBLISHED for each in self.branch(own))

    def outline(self) -> list[tuple[int, str, str, str, bool]]:
        """Id, number, text, state and visibility of all that has a number, as it is read."""
        return list(self._lines(None, ""))

    def _lines(self, parent: int | None, prefix: str) -> Iterator[tuple[int, str, str, str, bool]]:
        numbered = [own for own in self.list_of(parent) if self.said[own].ordinal]
        for own in sorted(numbered, key=lambda own: self.said[own].ordinal or 0):
            comment = self.said[own]
            number = f"{prefix}{comment.ordinal}"
            yield own, number, comment.text, comment.state, self.visible(own)
            yield from self._lines(own, f"{number}.")

    def unnumbered(self) -> dict[int, tuple[str, str]]:
        return {
            own: (comment.text, comment.state)
            for own, comment in self.said.items()
            if comment.ordinal is None
        }
