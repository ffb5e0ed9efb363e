"""Rows in reading order to nested HTML lists, in one pass, without recursion or templates."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from comments import rules
from comments.people import Person
from comments.querysets import LONGEST_NUMBER, NUMBER_ENDS
from comments.reading import Page, Row
from comments.rules import State
from comments.times import Times

# Deeper replies stand at this depth and say whom they answer. Browsers stop nesting elements
# at 512; readers stop following long before.
DEEPEST_LIST = 6
# Links that the script opens in place.
FORM_ROUTES = {"reply", "edit"}


@dataclass(frozen=True)
class Setting:
    """Who reads, when, and whether replies are open."""

    viewer: Person
    now: datetime
    is_open: bool = True
    # Whether the reader may moderate, and is shown the way to do it.
    moderates: bool = False
    # Ids of comments shown elsewhere on the same page.
    nearby: frozenset[int] = field(default=frozenset())


def comments_html(page: Page, setting: Setting, *, flat: bool = False) -> SafeString:
    """The items of the page's list: nested as deep as is readable, or all side by side."""
    return mark_safe("".join(_Writer(page, setting, flat).pieces()))  # noqa: S308 - made of escaped pieces


def reply_list_html() -> SafeString:
    """An empty list of replies, for the script that adds the first one to a comment."""
    opened = _open_list(gettext("Replies"), 0)
    return mark_safe(  # noqa: S308 - made of escaped pieces
        f'<template id="replies" data-deepest="{DEEPEST_LIST}">{opened}</ol></details></template>'
    )


class _Writer:
    """Goes through the rows once, remembering which lists are open."""

    def __init__(self, page: Page, setting: Setting, flat: bool) -> None:
        self.page = page
        self.setting = setting
        self.deepest = 0 if flat else DEEPEST_LIST
        self.by_id = page.parents | {row.id: row for row in page.rows}
        self.on_page = setting.nearby | {row.id for row in page.rows}
        self.depths = _depths(page.rows, self.deepest)
        self.beneath = _counts_beneath(self.depths)
        self.numbers = _numbers(page)
        self.words = _Words()
        self.times = Times()

    def pieces(self) -> list[str]:
        pieces: list[str] = []
        depth = -1
        for index, row in enumerate(self.page.rows):
            pieces.append(self._step(depth, self.depths[index], index))
            depth = self.depths[index]
            pieces.append(self._item(row))
            if row.id in self.page.cut:
                pieces.append(self._continued(row))
        pieces.append("</li></ol></details>" * depth + "</li>" if depth >= 0 else "")
        return pieces

    def _step(self, depth: int, next_depth: int, index: int) -> str:
        """Close what ends before the next item, or open the list that it begins."""
        if next_depth > depth:
            return _open_list(self.words.replies, self.beneath[index - 1]) if index else ""
        return "</li>" + "</ol></details></li>" * (depth - next_depth)

    def _item(self, row: Row) -> str:
        value = f' value="{row.ordinal}"' if row.ordinal else ""
        shown = row.is_published or (row.state == State.HELD and self.setting.viewer.wrote(row))
        kind = "comment" if row.is_published else "comment waiting" if shown else "comment gone"
        body = self._comment(row) if shown else self._tombstone(row)
        return f'<li id="c-{row.id}" class="{kind}"{value}><article tabindex="-1">{body}</article>'

    def _comment(self, row: Row) -> str:
        waiting = "" if row.is_published else f'<p class="notice">{self.words.waiting}</p>'
        return (
            f'<header><h3>{self._number(row)}<span class="by">{self._by(row)}</span></h3>'
            f'<span class="when">{self._when(row)}</span></header>'
            f'{waiting}<div class="words" dir="auto">{row.html}</div>'
            f"<footer>{self._controls(row)}</footer>"
        )

    def _tombstone(self, row: Row) -> str:
        notice = self.words.tombstones.get(row.state, self.words.hidden)
        return f'<p class="notice">{self._number(row)}{notice}</p>'

    def _number(self, row: Row) -> str:
        number = self.numbers[row.id]
        if not number:
            return ""
        address = _address("comment", row.id)
        # The fragment marks it among those that its page shows above it.
        return f'<a class="number" href="{address}#c-{row.id}">{number}</a> '

    def _by(self, row: Row) -> str:
        name = f'<b class="name"><bdi>{escape(row.name)}</bdi></b>'
        if row.website:
            name = f'<a href="{escape(row.website)}" rel="nofollow ugc noopener">{name}</a>'
        parent = self.by_id.get(row.parent_id) if row.parent_id else None
        if parent is None:
            return self.words.says % {"name": name}
        return self.words.answers % {"name": name, "parent": self._parent_link(parent)}

    def _parent_link(self, parent: Row) -> str:
        here = parent.id in self.on_page
        address = f"#c-{parent.id}" if here else _address("comment", parent.id)
        name = escape(parent.name) if parent.is_published else self.words.someone
        return f'<a class="parent" href="{address}"><bdi>{name}</bdi></a>'

    def _when(self, row: Row) -> str:
        when = self.times.html(row.created_at)
        if row.edited_at is None:
            return when
        edited = self.words.edited % {"when": self.times.html(row.edited_at)}
        return f'{when} <span class="edited">{edited}</span>'

    def _controls(self, row: Row) -> str:
        words, controls = self.words, []
        if row.is_published and self.setting.is_open and row.level < rules.DEEPEST_LEVEL:
            controls.append(_link("reply", row, words.reply, words.reply_to))
        if self.setting.viewer.wrote(row):
            if rules.may_edit(row, self.setting.viewer, self.setting.now) is None:
                controls.append(_link("edit", row, words.edit))
            controls.append(_link("withdraw", row, words.withdraw))
        if self.setting.moderates:
            controls.append(_link("admin:comments_comment_change", row, words.moderate))
        return " ".join(controls)

    def _continued(self, row: Row) -> str:
        left = self.page.cut[row.id]
        words = self.words.more_of_thread if left else self.words.more_of_branch
        address = f"{_address('comment', self.page.branch or row.tree_id)}?after={row.id}"
        return f'<p class="continued"><a href="{address}">{words % {"count": left}}</a></p>'


class _Words:
    """The wordings of one language, looked up once a page."""

    def __init__(self) -> None:
        self.says = gettext("%(name)s says:")
        self.answers = gettext("%(name)s answers %(parent)s:")
        self.someone = gettext("a comment that is gone")
        self.replies = gettext("Replies")
        self.reply = gettext("Reply")
        self.reply_to = gettext("Reply to %(name)s")
        self.edit = gettext("Edit")
        self.withdraw = gettext("Withdraw")
        self.moderate = gettext("Moderate")
        self.edited = gettext("edited %(when)s")
        self.waiting = gettext("Waiting for a moderator. Only you can see this.")
        self.hidden = gettext("Hidden by a moderator.")
        self.more_of_thread = gettext("Continue this thread (%(count)s more)")
        self.more_of_branch = gettext("Continue this thread")
        self.tombstones: dict[str, str] = {
            State.REMOVED: gettext("Removed by a moderator."),
            State.WITHDRAWN: gettext("Withdrawn by its author."),
        }


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


def _counts_beneath(depths: list[int]) -> list[int]:
    """How many of the following rows are nested in each row's own list."""
    counts = [0] * len(depths)
    open_rows: list[int] = []
    for index, depth in enumerate([*depths, -1]):
        while open_rows and depths[open_rows[-1]] >= depth:
            done = open_rows.pop()
            counts[done] = index - done - 1
        open_rows.append(index)
    return counts


def _numbers(page: Page) -> dict[int, str]:
    """Each row's number as it is shown; empty where none was given yet."""
    numbers: dict[int, tuple[object, ...]] = {}
    for row in page.rows:
        above = numbers.get(row.parent_id, ()) if row.parent_id else ()
        number = _shortened(page.numbers.get(row.id, (*above, row.ordinal)))
        numbers[row.id] = () if None in number else number
    return {row_id: ".".join(map(str, number)) for row_id, number in numbers.items()}


def _shortened(number: tuple[object, ...]) -> tuple[object, ...]:
    """At once, not when it is shown: numbers as long as a chain is deep cost its square."""
    if len(number) <= LONGEST_NUMBER:
        return number
    return (*number[:NUMBER_ENDS], "…", *number[-NUMBER_ENDS:])


def _address(route: str, comment_id: int) -> str:
    before, after = _around_id(route)
    return f"{before}{comment_id}{after}"


@lru_cache
def _around_id(route: str) -> list[str]:
    # reverse() costs more than all else that is done for a comment.
    return reverse(route, args=[0]).rsplit("0", 1)


def _link(route: str, row: Row, label: str, long_label: str = "") -> str:
    described = escape(long_label % {"name": row.name}) if long_label else ""
    aria = f' aria-label="{described}"' if described else ""
    kind = route if route in FORM_ROUTES else "plain"
    return f'<a class="{kind}" href="{_address(route, row.id)}"{aria}>{label}</a>'
