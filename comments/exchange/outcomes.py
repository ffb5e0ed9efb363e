"""What becomes of a comment, by what the ledger knows of it and what it says here by now."""

from uuid import UUID

from comments.exchange import ledger
from comments.exchange.erased import ERASED
from comments.exchange.ledger import Entry
from comments.exchange.threads import Node
from comments.models import ImportRun

CHANGED_HERE = "changed here since"
DIFFERS = "differs from what is here"
GUARDED = "what has an author or a history here is changed only by administrators"
FILLED = "fills the place that was kept"


def outcome(node: Node, entry: Entry | None, run: ImportRun, stored: set[UUID]) -> tuple[str, str]:
    if node.verdict:
        return ("skipped" if node.is_missing else node.verdict), ""
    if node.here is not None:
        is_same = ledger.fingerprint_of(node.draft()) in node.here
        return ("unchanged", "") if is_same else ("skipped", DIFFERS)
    if entry is None or entry.comment_id is None:
        return "created", ""
    return _outcome_again(node, entry, run, stored)


def _outcome_again(node: Node, entry: Entry, run: ImportRun, stored: set[UUID]) -> tuple[str, str]:
    if entry.reason == ERASED:
        return "skipped", ERASED
    if entry.is_tombstone:
        node.fills = True
        return "updated", FILLED
    if entry.digest == node.digest:
        if entry.run_id != run.pk:
            return "unchanged", ""
        node.reason = entry.reason
        return entry.outcome, ""
    return _outcome_of_change(node, entry, stored)


def _outcome_of_change(node: Node, entry: Entry, stored: set[UUID]) -> tuple[str, str]:
    draft = node.draft()
    if draft.exact and ledger.fingerprint_of(draft) in stored:
        return "unchanged", ""
    if entry.made_in_id is None:
        # It was here without any import, and nothing says which of the two is newer.
        return "skipped", DIFFERS
    if node.is_guarded:
        return "skipped", GUARDED
    if entry.stored not in stored:
        return "skipped", CHANGED_HERE if entry.stored else DIFFERS
    return "updated", ""
