"""What becomes of each line of the log."""

import json
from typing import Any
from uuid import UUID

from comments.exchange.happened import Kind, To
from comments.exchange.landing import Landed, Landing
from comments.exchange.leads import Leads, Nowhere
from comments.exchange.ledger import Entry, fingerprint
from comments.exchange.outcomes import CHANGED_HERE, DIFFERS
from comments.models import ImportRun, Reason
from comments.rules import Verb

GONE = "gone here since"
IN_PLACE = "another stands in its place"
NOBODY = "nobody here is meant"
STAYS = "what it is about stays as it is here"


class Line:
    """A line of the log, and what becomes of it."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.n, key, nth, self.place, self.verdict, self.reason, digest, data = row
        self.id: str = key
        self.is_first = nth == 1
        self.key = self.id if self.is_first else f"{self.id}#{nth}"
        self.digest = UUID(bytes=digest)
        self.fields: dict[str, Any] = json.loads(data)
        self.entry: Entry | None = None
        self.values: dict[str, Any] = {}
        self.outcome = self.why = ""
        # Whether it is made now, or changed now; what was made before the import was stopped
        # is neither.
        self.is_new = self.is_changed = False

    @property
    def identity(self) -> dict[str, Any]:
        return {"name": self.id} if "is_active" in self.fields else {"id": int(self.id)}

    @property
    def here(self) -> int | None:
        """A reason has no id of its own."""
        if self.outcome in {"skipped", "refused"}:
            return None
        return int(self.id) if self.id.isdigit() else 0

    @property
    def landed(self) -> Landed:
        return Landed(self.here, is_new=self.outcome == "created")

    @property
    def fingerprint(self) -> UUID:
        return fingerprint(*self.values.values())


class Judge:
    """Of a portion of lines of one kind."""

    def __init__(
        self, name: str, kind: Kind, run: ImportRun, landing: Landing, lines: list[Line]
    ) -> None:
        self.name = name
        self.kind = kind
        self.run = run
        self.landing = landing
        self.leads = Leads(run.source, landing, kind, [line.fields for line in lines])
        self.there = self._there(lines)
        self.claimed: set[str] | None = None
        self.lines = lines

    def decide(self, line: Line, entry: Entry | None) -> None:
        line.entry = entry
        line.is_new = line.is_changed = False
        if line.verdict or not line.is_first:
            line.outcome, line.why = "skipped", line.reason
        else:
            line.outcome, line.why = self._outcome(line, entry)
        if self.name == To.DECISION and line.is_first:
            self.leads.decisions[line.id] = line.landed

    def _there(self, lines: list[Line]) -> dict[str, dict[str, Any]]:
        by = "name" if self.kind.model is Reason else "pk"
        ids: list[Any] = [line.id if by == "name" else int(line.id) for line in lines]
        rows = self.kind.model._default_manager.filter(**{f"{by}__in": ids})
        return {str(row.pop(by)): row for row in rows.values(by, *self.kind.columns)}

    def _outcome(self, line: Line, entry: Entry | None) -> tuple[str, str]:
        try:
            line.values = self.leads.values(line.fields)
        except Nowhere as nowhere:
            return "skipped", str(nowhere)
        there = self.there.get(line.id)
        if there is not None:
            return self._outcome_of_known(line, entry, there)
        if entry and entry.made_in_id:
            return "skipped", GONE
        if why := self._why_not(line):
            return "skipped", why
        line.is_new = True
        return "created", ""

    def _outcome_of_known(
        self, line: Line, entry: Entry | None, there: dict[str, Any]
    ) -> tuple[str, str]:
        said = line.values
        # Whom nobody here knows by the name in the file.
        said |= {name: there[name] for name in self._unknown_persons(said)}
        is_known = entry is not None and entry.outcome not in {"skipped", "refused"}
        if said == there or (entry and is_known and entry.digest == line.digest):
            is_own = entry is not None and entry.run_id == self.run.pk and is_known
            return (entry.outcome, entry.reason) if entry and is_own else ("unchanged", "")
        if entry is None or not is_known:
            return "skipped", DIFFERS
        as_it_was = fingerprint(*(there[name] for name in said)) == entry.stored
        if not as_it_was or not self._may_change(line, there):
            return "skipped", CHANGED_HERE
        line.is_changed = True
        if self.kind.open and line.values[self.kind.open] is not None:
            self.landing.release(self._claims(line))
        return "updated", ""

    def _unknown_persons(self, said: dict[str, Any]) -> list[str]:
        links = self.kind.links.items()
        return [name for name, (_, to) in links if to == To.PERSON and not said[name]]

    def _may_change(self, line: Line, there: dict[str, Any]) -> bool:
        """Reasons are rewritten; what was asked is answered, or asked again."""
        if self.kind.model is Reason:
            return True
        others = {name for name, value in line.values.items() if there[name] != value}
        is_open = self.kind.open and line.values[self.kind.open] is None
        return others == {self.kind.answered} and not (is_open and self._is_claimed(line))

    def _why_not(self, line: Line) -> str:
        """Why a line that is not here does not come here."""
        about, said = self.leads.about(line.fields), line.values
        is_move = said.get("verb") == Verb.MOVE
        is_article = bool(said.get("article_id")) and not line.fields.get("comment")
        if about and (not about.is_settled or ((is_move or is_article) and not about.is_new)):
            return STAYS
        whom = {"note": "person", "sanction": "key"}.get(self.name)
        if whom and not said[whom]:
            return NOBODY
        if self.name == "sanction" and line.entry is None and self._was_decided_here(line):
            return GONE
        return IN_PLACE if self._is_claimed(line) else ""

    def _was_decided_here(self, line: Line) -> bool:
        """A ban is made with its decision: if only that is here, the ban was erased."""
        decision = self.leads.decisions.get(line.fields["decision"])
        return decision is not None and not decision.is_new

    def _is_claimed(self, line: Line) -> bool:
        if self.kind.open and line.values[self.kind.open] is not None:
            return False
        if self.claimed is None:
            self.claimed = self._claimed_here()
        claims = self._claims(line)
        held = self.claimed & set(claims) - self.landing.released(claims)
        return bool(held) or not all(self.landing.claim(claim, line.n) for claim in claims)

    def _claims(self, line: Line) -> list[str]:
        return [c for group in self.kind.once if (c := _claim(self.name, group, line.values))]

    def _claimed_here(self) -> set[str]:
        found: set[str] = set()
        for group in self.kind.once:
            wanted = {self.leads.roughly(group[0], line.fields) for line in self.lines}
            asked: dict[str, Any] = {f"{group[0]}__in": wanted - {None}}
            if self.kind.open:
                asked[self.kind.open] = None
            rows = self.kind.model._default_manager.filter(**asked).values(*group)
            found |= {claim for row in rows if (claim := _claim(self.name, group, row))}
        return found


def _claim(name: str, group: tuple[str, ...], values: dict[str, Any]) -> str:
    """What a row takes for itself; empty if there is nothing to be taken."""
    taken = [values[column] for column in group]
    return "" if None in taken else f"{name} {group} {taken}"
