"""Facts: columns, constraints, what one comment knows of itself."""

from comments.models.comment import Comment
from comments.models.counters import Conversation, Tally
from comments.models.fields import State, Verb
from comments.models.limits import Window
from comments.models.records import Decision, Move, Revision, StateChange
from comments.models.spam import SpamLesson, SpamWord

__all__ = [
    "Comment",
    "Conversation",
    "Decision",
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
