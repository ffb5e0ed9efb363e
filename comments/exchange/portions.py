"""What becomes of each comment of a portion, and how that comes to be stored."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from comments.exchange import ledger
from comments.exchange.bulk import store_threads
from comments.exchange.grafting import Change, graft, rewrite, settle
from comments.exchange.ledger import Book, Entry
from comments.exchange.outcomes import outcome
from comments.exchange.recognising import Own, recognise
from comments.exchange.threads import Node
from comments.locking import lock_all
from comments.models import ImportRun
from comments.tallies import hold_counters


@dataclass
class Decided:
    threads: list[tuple[int | None, list[Node]]]
    entries: dict[str, Entry]
    run: ImportRun

    def nodes(self) -> Iterator[Node]:
        return (node for _, nodes in self.threads for node in nodes)

    def counted(self) -> Iterator[Node]:
        return (node for node in self.nodes() if node.verdict != "missing")

    @property
    def tombstones(self) -> int:
        return sum(self._is_new_tombstone(node) for node in self.nodes())

    def _is_new_tombstone(self, node: Node) -> bool:
        entry = self.entries.get(node.key)
        if entry is None or entry.comment_id is None:
            return bool(node.verdict) and node.is_kept and node.here is None
        return entry.is_tombstone and entry.run_id == self.run.pk and bool(node.verdict)


def decide(
    threads: list[tuple[int | None, list[Node]]],
    run: ImportRun,
    own: Own | None = None,
    *,
    will_store: bool,
    has_power: bool = True,
) -> Decided:
    """`has_power`: comments/exchange/trust.py.

    Raises Moved if a comment left its thread while that was waited for.
    """
    nodes = [node for _, some in threads for node in some]
    entries = ledger.known(run.source, "comment", [node.key for node in nodes])
    if own:
        recognise(threads, entries, own)
    altered = [
        entry.comment_id
        for node in nodes
        if (entry := entries.get(node.key)) and entry.comment_id and entry.digest != node.digest
    ]
    if will_store:
        _lock_growing(threads, entries)
    now = ledger.as_stored(altered) if altered else {}
    guarded = set() if has_power else ledger.guarded(altered)
    for node in nodes:
        entry = entries.get(node.key)
        node.comment = (entry and entry.comment_id) or node.comment
        node.is_guarded = node.comment in guarded
        node.outcome, why = outcome(node, entry, run, now.get(node.comment or 0, set()))
        node.reason = ", ".join(filter(None, [node.reason, why]))
    for _, some in threads:
        _keep(some)
    return Decided(threads, entries, run)


def _lock_growing(threads: list[tuple[int | None, list[Node]]], entries: dict[str, Entry]) -> None:
    """Before it is asked what they say: what is changed meanwhile is not to be changed back."""
    found = [[(node, entries.get(node.key)) for node in nodes] for _, nodes in threads]
    lock_all(
        there
        for thread in found
        if any(_may_change(node, entry) for node, entry in thread)
        for node, entry in thread
        if (there := (entry and entry.comment_id) or node.comment)
    )


def _may_change(node: Node, entry: Entry | None) -> bool:
    if entry is None or entry.comment_id is None:
        return node.here is None
    return entry.is_tombstone or entry.digest != node.digest


def _keep(nodes: list[Node]) -> None:
    """What is new, and what it hangs on. Beneath what is here already, it needs no other place."""
    needed: set[int] = set()
    for at, node in reversed(list(enumerate(nodes))):
        node.is_kept = node.comment is None and (at in needed or not node.verdict)
        if node.is_kept and node.parent is not None:
            needed.add(node.parent)


def store(decided: Decided, book: Book, now: datetime) -> None:
    new = [
        (article, kept)
        for article, nodes in decided.threads
        if article and not any(node.comment for node in nodes)
        if (kept := [node for node in nodes if node.is_kept])
    ]
    mixed = [nodes for _, nodes in decided.threads if any(node.comment for node in nodes)]
    if mixed:
        hold_counters({article for article, _ in decided.threads if article})
    _store_new(new)
    articles = {id(node): article for article, nodes in decided.threads for node in nodes}
    for nodes in mixed:
        _store_mixed(nodes, articles[id(nodes[0])], now)
    for article, nodes in decided.threads:
        for node in nodes:
            _enter(node, article, decided.entries.get(node.key), book)


def _store_new(threads: list[tuple[int, list[Node]]]) -> None:
    if not threads:
        return
    drafts = [(article, [node.draft() for node in nodes]) for article, nodes in threads]
    for (_, nodes), rows in zip(threads, store_threads(drafts), strict=True):
        for node, row in zip(nodes, rows, strict=True):
            node.comment = row.id


def _store_mixed(nodes: list[Node], article: int | None, now: datetime) -> None:
    changes: list[Change] = []
    for node in nodes:
        above = None if node.parent is None else nodes[node.parent].comment
        if node.comment is not None:
            if node.outcome == "updated":
                draft = node.draft()
                changes.append(rewrite(node.comment, draft, now, was_empty=node.fills))
                # Its line in the ledger tells what is stored.
                node.fields["email"] = draft.email
        elif node.is_kept and above is not None:
            changes.append(graft(node.draft(), above))
            node.comment = changes[-1].comment
        elif node.is_kept and article is not None:
            node.comment = store_threads([(article, [replace(node.draft(), depth=1)])])[0][0].id
    settle(changes)


def _enter(node: Node, article: int | None, entry: Entry | None, book: Book) -> None:
    """A line for what was done. What is as it was keeps its line, and so does what is ours now."""
    is_known = entry is not None and entry.comment_id is not None
    if is_known and node.outcome != "updated":
        return
    is_own = entry is not None and entry.digest == node.digest and not entry.is_tombstone
    if is_known and is_own:
        return
    fields = {} if node.verdict else node.fields
    # What differs from what was here anyway is looked at again in each run.
    is_other = node.here is not None and node.outcome != "unchanged"
    draft = node.draft() if node.comment and not node.verdict and not is_other else None
    # What no import made is never changed by one.
    stored = ledger.fingerprint_of(draft) if draft and node.here is None else None
    book.enter(
        entry,
        "comment",
        node.key,
        node.outcome,
        node.reason,
        article=article if node.comment else None,
        comment=node.comment,
        is_tombstone=bool(node.verdict and node.comment and node.here is None),
        digest=None if is_other else node.digest,
        stored=stored,
        votes=(fields.get("likes"), fields.get("dislikes")),
        is_found=node.here is not None,
    )
