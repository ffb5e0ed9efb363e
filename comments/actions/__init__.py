"""Every change to a conversation: one function a verb, one transaction each.

Each function takes the thread's lock, reads again what it is about to change, asks the rules
and then writes. A refusal raises `Refused` and leaves nothing behind.
"""

from comments.actions.base import Banned, Refused
from comments.actions.editing import edit, withdraw
from comments.actions.erasing import erase
from comments.actions.flagging import appeal, flag, unflag
from comments.actions.holding import hold_flagged
from comments.actions.marking import mark, mark_article
from comments.actions.moderating import keep, moderate, move
from comments.actions.persons import (
    About,
    add_note,
    affected,
    ban,
    hold_all,
    lift,
    moderate_person,
    take_back,
)
from comments.actions.posting import Posted, post
from comments.actions.undoing import Undone, undo

__all__ = [
    "About",
    "Banned",
    "Posted",
    "Refused",
    "Undone",
    "add_note",
    "affected",
    "appeal",
    "ban",
    "edit",
    "erase",
    "flag",
    "hold_all",
    "hold_flagged",
    "keep",
    "lift",
    "mark",
    "mark_article",
    "moderate",
    "moderate_person",
    "move",
    "post",
    "take_back",
    "undo",
    "unflag",
    "withdraw",
]
