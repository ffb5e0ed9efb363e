"""Paragraphs, quotes and lists as lines of Markdown, each behind what it stands in."""

from dataclasses import dataclass

# Deeper quotes in quotes are flat: no reader can tell them apart.
DEEPEST = 8


@dataclass(slots=True)
class _Container:
    """A quote or an item of a list: what stands before its first line, and before the others."""

    tag: str
    first: str
    rest: str
    used: bool = False
    # The first item of a list with numbers, which no paragraph may run into.
    leads: bool = False


class Blocks:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.containers: list[_Container] = []
        # The next number in each open list, None where it has none.
        self.lists: list[int | None] = []
        self.is_begun = False

    def markdown(self) -> str:
        return "\n".join(self.out).strip("\n")

    def emit(self, lines: list[str]) -> None:
        fresh = bool(self.containers) and not self.containers[-1].used
        follows_item = fresh and self.containers[-1].tag == "li" and not self.containers[-1].leads
        if self.out and not follows_item:
            self.out.append("".join(c.rest for c in self.containers if c.used).rstrip())
        for line in lines:
            prefix = "".join(c.rest if c.used else c.first for c in self.containers)
            for container in self.containers:
                container.used = True
            self.out.append((prefix + line).rstrip())

    def begin_quote(self) -> None:
        self._open(_Container("blockquote", "> ", "> "))

    def begin_list(self, first: int | None) -> None:
        self.lists.append(first)
        self.is_begun = True

    def begin_item(self) -> None:
        if self.containers and self.containers[-1].tag == "li" and len(self.lists) <= self._items():
            self.close("li")
        if not self.lists:
            self.lists.append(None)
        number = self.lists[-1]
        sign = "- " if number is None else f"{number}. "
        if number is not None:
            self.lists[-1] = number + 1
        leads = self.is_begun and number is not None and not self._items()
        self.is_begun = False
        self._open(_Container("li", sign, " " * len(sign), leads=leads))

    def end_list(self) -> None:
        if self.lists:
            if self._items() >= len(self.lists):
                self.close("li")
            self.lists.pop()

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
