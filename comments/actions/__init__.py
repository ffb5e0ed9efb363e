"""Every change to a conversation: one function a verb, one transaction each.

Each function takes the thread's lock, reads again what it is about to change, asks the rules
and then writes. A refusal raises `Refused` and leaves nothing behind.
"""

from comments.actions.base import Refused
from comments.actions.editing import edit, withdraw
from comments.actions.flagging import appeal, flag, unflag
from comments.actions.holding import hold_flagged
from comments.actions.moderating import keep, moderate, move
from comments.actions.posting import Posted, post

__all__ = [
    "Posted",
    "Refused",
    "appeal",
    "edit",
    "flag",
    "hold_flagged",
    "keep",
    "moderate",
    "move",
    "post",
    "unflag",
    "withdraw",
]
