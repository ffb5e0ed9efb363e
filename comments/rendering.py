"""Rows in reading order to nested HTML lists, in one pass, without recursion or templates.

What is made is the same for all readers. Its holes, one for each comment named by its id, hold
the link to report it; for its author, and for who has reported it, comments/overlay.py has other
words.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from comments import rules
from comments.holes import EDGE, hole
from comments.querysets import LONGEST_NUMBER, NUMBER_ENDS
from comments.reading import CLOSED, PICKED, PINNED, Page, Row, counts_beneath
from comments.rules import State
from comments.times import Times
from comments.whole import Thread

# Deeper replies stand at this depth and say whom they answer. Browsers stop nesting elements
# at 512; readers stop following long before.
DEEPEST_LIST = 6

# To look it up in the class costs as much as to compare it.
PUBLISHED = State.PUBLISHED.value
# People's names come again and again.
escaped = lru_cache(maxsize=4096)(escape)


@dataclass(frozen=True)
class Setting:
    """How comments stand on a page."""

    is_open: bool = True
    # Whether the reader may moderate, and is shown the way to do it.
    moderates: bool = False
    # Ids of comments shown elsewhere on the same page.
    nearby: frozenset[int] = frozenset()
    # Ids of those comments that are shown to their author alone.
    withheld: frozenset[int] = frozenset()
    # What stands before comments that had other anchors elsewhere, by their ids.
    anchors: Mapping[int, str] = field(default_factory=dict)
    # Whether comments can be reported here.
    reports: bool = True
    # What goes into the holes, if the page is for one reader.
    own: Mapping[str, str] | None = None


def comments_html(page: Page, setting: Setting, *, flat: bool = False) -> SafeString:
    """The items of the page's list: nested as deep as is readable, or all side by side."""
    return mark_safe("".join(comment_items(page, setting, flat=flat)))  # noqa: S308 - made of escaped pieces


def comment_items(page: Page, setting: Setting, *, flat: bool = False) -> Iterator[str]:
    """The same, item by item."""
    deepest = 0 if flat else DEEPEST_LIST
    depths = _depths(page.rows, deepest)
    return _Writer(page, setting, deepest).items(page.rows, counts_beneath(depths))


def thread_html(thread: Thread, setting: Setting) -> Iterator[str]:
    """The same for a whole thread, piece by piece."""
    return _Writer(Page(rows=[]), setting, DEEPEST_LIST).items(thread.rows, thread.beneath)


def reply_list_html() -> SafeString:
    """An empty list of replies, for the script that adds the first one to a comment."""
    opened = _open_list(gettext("Replies"), 0)
    return mark_safe(  # noqa: S308 - made of escaped pieces
        f'<template id="replies" data-deepest="{DEEPEST_LIST}">{opened}</ol></details></template>'
    )


def told_in(comment_id: int) -> str:
    """The hole in which its author is told what became of a comment."""
    return f"told-{comment_id}"


class _Writer:
    """Goes through the rows once. All it keeps is the way down to the row at hand."""

    def __init__(self, page: Page, setting: Setting, deepest: int) -> None:
        self.page = page
        self.setting = setting
        self.deepest = deepest
        self.path: list[Row] = []
        self.number: list[int | None] = []
        # How many comments from the row at hand upwards are closed to replies.
        self.closed = 0
        self.permalink = _around_id("comment")
        self.words = _words_in(get_language())
        self.times = Times()

    def items(self, rows: Iterable[Row], beneath: Sequence[int]) -> Iterator[str]:
        """Each row's item, with what must be closed or opened before it."""
        before, cut = -1, self.page.cut
        for index, row in enumerate(rows):
            depth = self._go_to(row)
            if depth <= before:
                step = "</li>" + "</ol></details></li>" * (before - depth)
            else:
                step = _open_list(self.words.replies, beneath[index - 1]) if index else ""
            before = depth
            more = self._continued(row) if row.id in cut else ""
            yield f"{step}{self._item(row)}{more}"
        yield "</li></ol></details>" * before + "</li>" if before >= 0 else ""

    def _go_to(self, row: Row) -> int:
        """Up to the row's parent, if it is shown, and down to the row, that deep in lists."""
        path, number = self.path, self.number
        while path and path[-1].id != row.parent_id:
            gone = path.pop()
            number.pop()
            if gone.marks:
                self.closed -= gone.marks & CLOSED
        if path:
            number.append(row.ordinal)
        else:
            number[:] = self.page.numbers.get(row.id, (row.ordinal,))
            self.closed = int(row.id in self.page.closed)
        path.append(row)
        if row.marks:
            self.closed += row.marks & CLOSED
        return min(len(path) - 1, self.deepest)

    def _item(self, row: Row) -> str:
        value = f' value="{row.ordinal}"' if row.ordinal else ""
        if row.state == PUBLISHED:
            kind, body = "comment", self._comment(row, "")
        elif row.id in self.setting.withheld:
            kind = "comment waiting" if row.state == State.HELD else "comment taken"
            body = self._comment(row, f'<div class="notice">{hole(told_in(row.id))}</div>')
        else:
            kind, body = "comment gone", self._tombstone(row)
        mark = self.setting.anchors.get(row.id, "")
        return (
            f'<li id="c-{row.id}" class="{kind}"{value}>{mark}'
            f'<article tabindex="-1">{body}</article>'
        )

    def _comment(self, row: Row, notice: str) -> str:
        when = self.times.html(row.written)
        if row.edited is not None:
            edited = self.words.edited % {"when": self.times.html(row.edited)}
            when = f'{when} <span class="edited">{edited}</span>'
        marks = self.words.marks[row.marks] if row.marks else ""
        return (
            f'<header><h3>{self._number(row)}<span class="by">{self._by(row)}</span></h3>'
            f'<span class="when">{when}</span>{marks}</header>'
            f'{notice}<div class="words" dir="auto">{row.html}</div>'
            f"<footer>{self._links(row)}{self._own(row)}</footer>"
        )

    def _tombstone(self, row: Row) -> str:
        notice = self.words.tombstones.get(row.state, self.words.hidden)
        if row.state == State.REMOVED and not row.html:
            # No moderator need have removed what an import lacked, or whose author was erased.
            notice = self.words.missing
        closed = f" {self.words.closed}" if row.marks & CLOSED and self.setting.is_open else ""
        return f'<p class="notice">{self._number(row)}{notice}{closed}</p>'

    def _number(self, row: Row) -> str:
        # A comment that waits has none yet, nor has what stands beneath it.
        if None in self.number:
            return ""
        before, after = self.permalink
        # The fragment marks it among those that its page shows above it.
        address = f"{before}{row.id}{after}#c-{row.id}"
        return f'<a class="number" href="{address}">{_number_text(self.number)}</a> '

    def _by(self, row: Row) -> str:
        name = f'<b class="name"><bdi>{escaped(row.name)}</bdi></b>'
        if row.website:
            name = f'<a href="{escaped(row.website)}" rel="nofollow ugc noopener">{name}</a>'
        if row.parent_id is None:
            return self.words.says % {"name": name}
        return self.words.answers % {"name": name, "parent": self._parent_link(row.parent_id)}

    def _parent_link(self, parent_id: int) -> str:
        is_on_page = len(self.path) > 1
        parent = self.path[-2] if is_on_page else self.page.parents[parent_id]
        is_near = is_on_page or parent_id in self.setting.nearby
        address = f"#c-{parent_id}" if is_near else _address("comment", parent_id)
        is_there = parent.state == PUBLISHED
        name = escaped(parent.name) if is_there else self.words.someone
        return f'<a class="parent" href="{address}"><bdi>{name}</bdi></a>'

    def _links(self, row: Row) -> str:
        links = ""
        if self.closed:
            links = self.words.closed if row.marks & CLOSED and self.setting.is_open else ""
        elif row.state == PUBLISHED and self.setting.is_open and row.level < rules.DEEPEST_LEVEL:
            label = self.words.reply_to % {"name": escaped(row.name)}
            links = link("reply", row.id, self.words.reply, label)
        if self.setting.moderates:
            links += f" {link('admin:comments_comment_change', row.id, self.words.moderate)}"
        return links

    def _own(self, row: Row) -> str:
        own, report = self.setting.own, ""
        if row.state == PUBLISHED and self.setting.reports:
            report = f" {link('flag', row.id, self.words.report)}"
        if own is None:
            return f"{EDGE}{row.id}{EDGE}{report}{EDGE}"
        return own.get(str(row.id), report)

    def _continued(self, row: Row) -> str:
        left = self.page.cut[row.id]
        words = self.words.more_of_thread if left else self.words.more_of_branch
        address = f"{_address('comment', self.page.branch or row.tree_id)}?after={row.id}"
        return f'<p class="continued"><a href="{address}">{words % {"count": left}}</a></p>'


class _Words:
    """The wordings of one language, as HTML."""

    def __init__(self) -> None:
        self.says = gettext("%(name)s says:")
        self.answers = gettext("%(name)s answers %(parent)s:")
        self.someone = gettext("a comment that is gone")
        self.replies = gettext("Replies")
        self.reply = gettext("Reply")
        self.reply_to = escape(gettext("Reply to %(name)s"))
        self.edit = gettext("Edit")
        self.withdraw = gettext("Withdraw")
        self.moderate = gettext("Moderate")
        self.report = gettext("Report")
        self.edited = gettext("edited %(when)s")
        self.hidden = gettext("Hidden by a moderator.")
        self.missing = gettext("This comment is missing.")
        self.more_of_thread = gettext("Continue this thread (%(count)s more)")
        self.more_of_branch = gettext("Continue this thread")
        self.closed = f'<span class="closed">{gettext("Closed to replies")}</span>'
        self.marks = [self._marks(marks) for marks in range(CLOSED + PINNED + PICKED + 1)]
        self.tombstones: dict[str, str] = {
            State.HELD: gettext("Hidden for now."),
            State.REMOVED: gettext("Removed by a moderator."),
            State.WITHDRAWN: gettext("Withdrawn by its author."),
        }

    def _marks(self, marks: int) -> str:
        names = {PINNED: gettext("Pinned"), PICKED: gettext("Editors’ pick")}
        shown = [name for mark, name in names.items() if marks & mark]
        return "".join(f' <span class="mark">{name}</span>' for name in shown)


@lru_cache
def _words_in(_language: str | None) -> _Words:
    return _Words()


def _open_list(label: str, count: int) -> str:
    return (
        f'<details class="replies" open><summary>{label} '
        f'<span class="count">{count}</span></summary><ol role="list">'
    )


def _depths(rows: list[Row], deepest: int) -> list[int]:
    """How deep each row's list is nested. A row whose parent is not shown begins anew."""
    depths: dict[int, int] = {}
    for row in rows:
        above = depths.get(row.parent_id, -1) if row.parent_id is not None else -1
        depths[row.id] = min(above + 1, deepest)
    return list(depths.values())


def _number_text(number: Sequence[object]) -> str:
    if len(number) > LONGEST_NUMBER:
        number = [*number[:NUMBER_ENDS], "…", *number[-NUMBER_ENDS:]]
    return ".".join([str(part) for part in number])


def _address(route: str, comment_id: int) -> str:
    before, after = _around_id(route)
    return f"{before}{comment_id}{after}"


@lru_cache
def _around_id(route: str) -> list[str]:
    # reverse() costs more than all else that is done for a comment.
    return reverse(route, args=[0]).rsplit("0", 1)


def link(route: str, comment_id: int, label: str, long_label: str = "") -> str:
    aria = f' aria-label="{long_label}"' if long_label else ""
    return f'<a href="{_address(route, comment_id)}"{aria}>{label}</a>'
