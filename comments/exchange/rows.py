"""From drafts in reading order to the rows of a thread, with every stored fact of the tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from articles.ids import new_id
from comments.exchange.exact import Exact
from comments.exchange.quick_html import html_of
from comments.persons.origins import email_key
from comments.rules import State
from comments.tree.intervals import spread

# If anybody has changed these, then who wrote them.
OPEN = {State.PUBLISHED, State.HELD}
# Comments that were public once: they keep their number whatever became of them.
NUMBERED = {State.PUBLISHED, State.REMOVED, State.WITHDRAWN}


@dataclass(slots=True)
class Draft:
    """A comment before it is stored; drafts stand in reading order, a thread has depth 1.

    `earlier` is what an edited comment said first; `reason` is the moderator's; `changed_at`
    is when it was edited, removed or withdrawn. `exact` of our own: what it keeps.
    """

    name: str
    text: str
    depth: int
    created_at: datetime
    state: State = State.PUBLISHED
    email: str = ""
    website: str = ""
    earlier: str = ""
    reason: str = ""
    changed_at: datetime | None = None
    # The digits of the hash of an address that is not kept itself.
    email_hash: str = ""
    exact: Exact | None = None

    @property
    def email_key(self) -> UUID | None:
        return UUID(self.email_hash) if self.email_hash else email_key(self.email)

    @property
    def is_numbered(self) -> bool:
        """Whether it has a number even where readers do not see its place."""
        if self.exact and self.state != State.PUBLISHED:
            return self.exact.is_numbered
        return self.state in NUMBERED

    @property
    def earlier_texts(self) -> tuple[tuple[str, datetime], ...]:
        """Each with when another took its place, the oldest first."""
        if self.exact:
            return self.exact.earlier
        return ((self.earlier, self.changed_at or self.created_at),) if self.earlier else ()


class Row(NamedTuple):
    """The columns that are copied, by their names in the table."""

    id: int
    article_id: int
    parent_id: int | None
    tree_id: int
    lft: int
    rght: int
    level: int
    ordinal: int | None
    replies_numbered: int
    visible: bool
    thread_size: int
    name: str
    email: str
    email_key: UUID | None
    website: str
    text: str
    html: str
    revision: int
    state: str
    created_at: datetime
    published_at: datetime | None
    edited_at: datetime | None
    closed: bool = False
    pinned: bool = False
    picked: bool = False
    author_id: int | None = None
    guest: UUID | None = None

    def kept(self, exact: Exact) -> "Row":
        """With what our own comments keep."""
        is_public = self.state == State.PUBLISHED
        shown_at = exact.published_at or (self.created_at if is_public else None)
        numbered = max(self.replies_numbered, exact.replies_numbered)
        return self._replace(published_at=shown_at, replies_numbered=numbered, **exact.columns())


COLUMNS = ", ".join(Row.__annotations__)


def rows_of(article: int, thread: list[Draft], number: int) -> Iterator[Row]:
    """One thread's rows; `number` is the thread's own, if it has to be numbered.

    They are made as they are asked for: all the HTML of a large thread need not be there at once.
    """
    ids = [(draft.exact and draft.exact.id) or new_id(article) for draft in thread]
    parents = _parents([draft.depth for draft in thread])
    visible = _visible(thread, parents)
    ordinals, replies = _numbers(thread, parents, visible, number)
    published = sum(draft.state == State.PUBLISHED for draft in thread)
    bounds = spread([draft.depth - 1 for draft in thread])
    for at, draft in enumerate(thread):
        row = Row(
            id=ids[at],
            article_id=article,
            parent_id=None if (parent := parents[at]) is None else ids[parent],
            tree_id=ids[0],
            lft=bounds[at].lft,
            rght=bounds[at].rght,
            level=draft.depth - 1,
            ordinal=ordinals[at],
            replies_numbered=replies[at],
            visible=visible[at],
            thread_size=0 if at else published,
            name=draft.name,
            email=draft.email,
            email_key=draft.email_key,
            website=draft.website,
            text=draft.text,
            html=html_of(draft.text),
            revision=2 if draft.earlier else 1,
            state=str(draft.state),
            created_at=draft.created_at,
            published_at=None if ordinals[at] is None else draft.created_at,
            edited_at=draft.changed_at if draft.earlier or draft.state in OPEN else None,
        )
        yield row.kept(draft.exact) if draft.exact else row


def _parents(depths: list[int]) -> list[int | None]:
    """Each comment's parent, by its place. Raises ValueError for an impossible depth."""
    parents: list[int | None] = []
    path: list[int] = []
    for at, depth in enumerate(depths):
        if not (1 <= depth <= len(path) + 1 and (depth > 1 or at == 0)):
            raise ValueError(f"comment {at + 1} of a thread has depth {depth}")
        del path[depth - 1 :]
        parents.append(path[-1] if path else None)
        path.append(at)
    return parents


def _visible(thread: list[Draft], parents: list[int | None]) -> list[bool]:
    visible = [draft.state == State.PUBLISHED for draft in thread]
    for at in range(len(thread) - 1, 0, -1):
        parent = parents[at]
        if parent is not None and visible[at]:
            visible[parent] = True
    return visible


def _numbers(
    thread: list[Draft], parents: list[int | None], visible: list[bool], number: int
) -> tuple[list[int | None], list[int]]:
    """Each comment's place among its siblings, and how many places its replies were given."""
    ordinals: list[int | None] = []
    replies = [0] * len(thread)
    for draft, parent, shown in zip(thread, parents, visible, strict=True):
        if not shown and not draft.is_numbered:
            ordinals.append(None)
        elif parent is None:
            ordinals.append(number)
        else:
            # A number of its own is kept if it is not before that of the sibling before it.
            own = draft.exact and draft.exact.number
            replies[parent] = max(replies[parent] + 1, own or 0)
            ordinals.append(replies[parent])
    return ordinals, replies
