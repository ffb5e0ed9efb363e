"""Paragraphs, quotes and lists as lines of Markdown, each behind what it stands in."""

from dataclasses import dataclass

# Deeper quotes in quotes are flat: no reader can tell them apart.
DEEPEST = 8
# A list that follows another at once has other signs, or it would go on with that one.
BULLETS, ENDS_OF_NUMBERS = "-*", ".)"


@dataclass(slots=True)
class _List:
    """`number`: the next item's, None where there are none. `is_loose`: its items stand apart."""

    sign: str
    number: int | None
    is_loose: bool = False
    is_begun: bool = False

    def mark(self) -> str:
        """What stands before the next item."""
        self.is_begun = True
        if self.number is None:
            return f"{self.sign} "
        self.number += 1
        return f"{self.number - 1}{self.sign} "


@dataclass(slots=True)
class _Container:
    """A quote or an item of a list: what stands before its first line, and before the others."""

    tag: str
    first: str
    rest: str
    used: bool = False
    # Of an item.
    within: _List | None = None
    is_first: bool = False

    @property
    def is_tight(self) -> bool:
        return self.within is not None and not self.within.is_loose

    @property
    def may_follow(self) -> bool:
        """Whether it can stand under a paragraph's last line and be no part of it."""
        return self.within is None or self.within.number is None or self.first.startswith("1.")


class Blocks:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.containers: list[_Container] = []
        self.lists: list[_List] = []
        self.ended: _List | None = None
        # Where the last block stands, and whether it was one that ends by itself.
        self.last: _Container | None = None
        self.was_code = False

    def markdown(self) -> str:
        return "\n".join(self.out).strip("\n")

    def emit(self, lines: list[str], *, is_code: bool = False) -> None:
        if self.out and self._stands_apart(is_code=is_code):
            self.out.append("".join(c.rest for c in self.containers if c.used).rstrip())
        for line in lines:
            prefix = "".join(c.rest if c.used else c.first for c in self.containers)
            for container in self.containers:
                container.used = True
            self.out.append(prefix + line if line else prefix.rstrip())
        self.last = self.containers[-1] if self.containers else None
        self.was_code = is_code
        self.ended = None

    def _stands_apart(self, *, is_code: bool) -> bool:
        """Whether an empty line has to go before what comes next. In a list it means something."""
        depth = next((at for at, one in enumerate(self.containers) if not one.used), None)
        if depth is None:
            here = self.containers[-1] if self.containers else None
            return not (here and here.is_tight and (is_code or self.was_code))
        new, above = self.containers[depth], self.containers[depth - 1] if depth else None
        if new.within is None:
            return not self._goes_on(above)
        if not new.is_first:
            return new.within.is_loose
        if above is None or above.within is None:
            return new.within.number is not None
        return above.within.is_loose or not new.may_follow

    def _goes_on(self, item: _Container | None) -> bool:
        return item is not None and item.is_tight and item is self.last

    def begin_quote(self) -> None:
        self._open(_Container("blockquote", "> ", "> "))

    def begin_list(self, first: int | None) -> None:
        signs = BULLETS if first is None else ENDS_OF_NUMBERS
        taken = self.ended.sign if self.ended else ""
        self.lists.append(_List(next(sign for sign in signs if sign != taken), first))

    def begin_item(self) -> None:
        if self.containers and self.containers[-1].tag == "li" and len(self.lists) <= self._items():
            self.close("li")
        if not self.lists:
            self.begin_list(None)
        within = self.lists[-1]
        is_first = not within.is_begun
        mark = within.mark()
        item = _Container("li", mark, " " * len(mark), within=within, is_first=is_first)
        self._open(item)

    def loosen(self) -> None:
        """What stands in this item is a paragraph of its own."""
        if self.containers and (within := self.containers[-1].within):
            within.is_loose = True

    def end_list(self) -> None:
        if self.lists:
            if self._items() >= len(self.lists):
                self.close("li")
            self.ended = self.lists.pop()

    def close(self, tag: str) -> None:
        for at in range(len(self.containers) - 1, -1, -1):
            if self.containers[at].tag == tag:
                del self.containers[at:]
                return

    def _open(self, container: _Container) -> None:
        if len(self.containers) < DEEPEST:
            self.containers.append(container)

    def _items(self) -> int:
        return sum(container.tag == "li" for container in self.containers)
