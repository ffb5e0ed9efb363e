"""Facts: columns, constraints, what one comment knows of itself."""

from comments.models.comment import Comment
from comments.models.counters import Conversation, Tally
from comments.models.erasures import Erasure
from comments.models.fields import FlagReason, State, Verb
from comments.models.ledger import ImportRun, LedgerRow, OldAddress, Outcome, Pingback
from comments.models.limits import Window
from comments.models.persons import AddressHash, Note, Sanction
from comments.models.queue import Appeal, Flag, Waiting
from comments.models.records import Decision, Hold, Move, Reason, Revision, StateChange
from comments.models.rules import Kind, Rule, Sketch
from comments.models.spam import SpamLesson, SpamWord
from comments.models.told import Told
from comments.models.uploads import Step, Upload

__all__ = [
    "AddressHash",
    "Appeal",
    "Comment",
    "Conversation",
    "Decision",
    "Erasure",
    "Flag",
    "FlagReason",
    "Hold",
    "ImportRun",
    "Kind",
    "LedgerRow",
    "Move",
    "Note",
    "OldAddress",
    "Outcome",
    "Pingback",
    "Reason",
    "Revision",
    "Rule",
    "Sanction",
    "Sketch",
    "SpamLesson",
    "SpamWord",
    "State",
    "StateChange",
    "Step",
    "Tally",
    "Told",
    "Upload",
    "Verb",
    "Waiting",
    "Window",
]
