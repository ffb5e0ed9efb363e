"""Facts: columns, constraints, what one comment knows of itself."""

from comments.models.comment import Comment
from comments.models.counters import Conversation, Tally
from comments.models.fields import State, Verb
from comments.models.limits import Window
from comments.models.records import Decision, Hold, Move, Revision, StateChange
from comments.models.spam import SpamLesson, SpamWord

__all__ = [
    "Comment",
    "Conversation",
    "Decision",
    "Hold",
    "Move",
    "Revision",
    "SpamLesson",
    "SpamWord",
    "State",
    "StateChange",
    "Tally",
    "Verb",
    "Window",
]
