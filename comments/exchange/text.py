"""A conversation as plain text: an article, then numbered lists of comments.

A heading is `N. NAME says:`, indented two spaces for each level, its words two
further. Blank lines part paragraphs, a single newline is a line break.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import dropwhile
from typing import NamedTuple, Protocol

from comments.exchange.document import (
    MalformedDocumentError,
    Notice,
    ParsedComment,
    ParsedThread,
    cite,
)
from comments.rules import DEEPEST_LEVEL, NAME_LENGTH, TEXT_LENGTH

STEP = 2
# Nine digits: more than any list holds, and no number that int() refuses.
HEADING = re.compile(r"( *)([0-9]{1,9})\.((?: .*)?) says: *")
# A line of somebody's words that would read as a heading is written with a
# backslash before its full stop, as in Markdown, and read without it.
LOOKALIKE = re.compile(r"( *[0-9]{1,9})(\\*)(\.(?: .*)? says: *)")


class Heading(NamedTuple):
    line: int
    indent: int
    printed: int
    name: str


class Written(Protocol):
    @property
    def depth(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...


def is_it(head: bytes) -> bool:
    """Whether there is a heading among these first lines."""
    return any(HEADING.fullmatch(line) for line in head.decode(errors="replace").splitlines())


def parse(source: str | bytes) -> ParsedThread:
    reader = _Reader(source)
    reader.read()
    if reader.problems:
        raise MalformedDocumentError(reader.problems)
    return ParsedThread(reader.article_text, reader.comments, reader.notices)


class _Reader:
    def __init__(self, source: str | bytes) -> None:
        self.problems: list[Notice] = []
        self.notices: list[Notice] = []
        self.comments: list[ParsedComment] = []
        self.article_text = ""
        self.lines = self._decoded(source)
        # The comments that are still open, outermost first.
        self.path: list[int] = []
        # Per list, by its parent: the number last printed, and how many it holds.
        self.printed: dict[int | None, int] = {}
        self.held: dict[int | None, int] = {}

    def read(self) -> None:
        heading, start, indent = None, 0, 0
        for at in range(len(self.lines)):
            found = self._heading(at, indent)
            if found:
                self._close(heading, start, at)
                heading, start = found, at + 1
                indent = (self._open(found) + 1) * STEP
        self._close(heading, start, len(self.lines))
        if not self.article_text:
            self._problem(1, "there is no article above the comments")

    def _decoded(self, source: str | bytes) -> list[str]:
        if isinstance(source, str):
            source = source.encode("utf-8", "surrogatepass")
        raw = source.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return [self._line(line, part) for line, part in enumerate(raw.split(b"\n"), start=1)]

    def _line(self, line: int, part: bytes) -> str:
        if b"\0" in part:
            self._problem(line, "holds a NUL character")
        try:
            return part.decode()
        except UnicodeDecodeError:
            self._problem(line, "is not valid UTF-8")
            return part.decode(errors="replace")

    def _heading(self, at: int, words_indent: int) -> Heading | None:
        match = HEADING.fullmatch(self.lines[at])
        if match is None:
            return None
        heading = Heading(at + 1, len(match[1]), int(match[2]), match[3].strip())
        within_words = heading.indent >= words_indent and self._continues(at)
        level_with_words = heading.indent == words_indent and self._runs_on(at)
        return None if within_words or level_with_words else heading

    def _continues(self, at: int) -> bool:
        return at > 0 and not _blank(self.lines[at - 1])

    def _runs_on(self, at: int) -> bool:
        """Whether what follows stands level with this line, where a heading's words never do."""
        after = (self.lines[next_at] for next_at in range(at + 1, len(self.lines)))
        below = next(dropwhile(_blank, after), "")
        level = bool(below) and _indent(below) == _indent(self.lines[at])
        return level and not HEADING.fullmatch(below)

    def _open(self, heading: Heading) -> int:
        depth = self._depth(heading)
        del self.path[depth - 1 :]
        parent = self.path[-1] if self.path else None
        number = (
            *(self.comments[parent].number if parent is not None else ()),
            self._place(parent),
        )
        self._check_number(heading, parent, number)
        self._check_name(heading)
        self.path.append(len(self.comments))
        self.comments.append(ParsedComment(heading.line, depth, number, heading.name, "", parent))
        return depth

    def _depth(self, heading: Heading) -> int:
        depth, rest = divmod(heading.indent, STEP)
        deepest = len(self.path) + 1
        if rest or not depth:
            message = f"a heading stands {STEP} spaces in per level, not {heading.indent}"
            self._problem(heading.line, message)
        elif depth > deepest:
            message = f"a comment of depth {depth} beneath one of depth {deepest - 1}"
            self._problem(heading.line, message)
        elif depth > DEEPEST_LEVEL + 1:
            self._problem(heading.line, f"replies are nested more than {DEEPEST_LEVEL} deep")
        return min(max(depth, 1), deepest)

    def _place(self, parent: int | None) -> int:
        self.held[parent] = self.held.get(parent, 0) + 1
        return self.held[parent]

    def _check_number(self, heading: Heading, parent: int | None, number: tuple[int, ...]) -> None:
        expected = self.printed.get(parent, 0) + 1
        self.printed[parent] = heading.printed
        if heading.printed == expected:
            return
        if heading.printed == 1:
            where = f"under {cite(number[:-1])}" if number[:-1] else "of threads"
            message = f"the list {where} starts again at 1; kept as {cite(number)}"
            self.notices.append(Notice(heading.line, message))
        else:
            self._problem(heading.line, f"number {heading.printed} where {expected} was due")

    def _check_name(self, heading: Heading) -> None:
        if not heading.name:
            self._problem(heading.line, "the name is empty")
        if len(heading.name) > NAME_LENGTH:
            self._problem(heading.line, f"the name is longer than {NAME_LENGTH} characters")

    def _close(self, heading: Heading | None, start: int, end: int) -> None:
        if heading is None:
            self.article_text = self._words(start, end, 0)
            return
        comment = self.comments[-1]
        text = self._words(start, end, (comment.depth + 1) * STEP)
        if not text:
            self._problem(heading.line, f"comment {comment.citation} has no words")
        if len(text) > TEXT_LENGTH:
            message = f"comment {comment.citation} is longer than {TEXT_LENGTH:,} characters"
            self._problem(heading.line, message)
        self.comments[-1] = replace(comment, text=text)

    def _words(self, start: int, end: int, indent: int) -> str:
        for at, line in enumerate(self.lines[start:end], start=start + 1):
            if _indent(line) < indent and not _blank(line):
                self._problem(at, f"words without a heading: they belong {indent} spaces in")
        return "\n".join(_dedented(line, indent) for line in self.lines[start:end]).strip("\n")

    def _problem(self, line: int, message: str) -> None:
        self.problems.append(Notice(line, message))


def blocks(article_text: str, comments: Iterable[Written]) -> Iterator[str]:
    """The same layout; lists are numbered without gaps, whatever was between."""
    yield "\n".join(_escaped(article_text.split("\n"))) + "\n\n\n"
    counts: list[int] = []
    for comment in comments:
        del counts[comment.depth :]
        counts += [0] * (comment.depth - len(counts))
        counts[-1] += 1
        indent = " " * comment.depth * STEP
        lines = _escaped(comment.text.split("\n"))
        words = "\n".join(line and indent + " " * STEP + line for line in lines)
        yield f"{indent}{counts[-1]}. {comment.name} says:\n\n{words}\n\n"


def title_of(article_text: str, length: int = 120) -> str:
    """The layout has no title: the article's first line, or what of it fits."""
    line = article_text.partition("\n")[0].strip()
    if len(line) > length:
        line = re.split(r"(?<=[.!?…])\s", line, maxsplit=1)[0]
    if len(line) <= length:
        return line
    return (line[:length].rpartition(" ")[0] or line[: length - 1]) + "…"


def _escaped(lines: list[str]) -> list[str]:
    return [_with_slashes(line, 1) for line in lines]


def _with_slashes(line: str, more: int) -> str:
    match = LOOKALIKE.fullmatch(line)
    if match is None:
        return line
    slashes = max(len(match[2]) + more, 0)
    return match[1] + "\\" * slashes + match[3]


def _dedented(line: str, indent: int) -> str:
    if _blank(line):
        return ""
    return _with_slashes(line[min(indent, _indent(line)) :], -1)


def _blank(line: str) -> bool:
    return not line.strip()


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
