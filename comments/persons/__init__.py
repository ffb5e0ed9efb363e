"""Persons: how they are told from others, what is known of them, what they may not do."""

from comments.persons.keys import (
    Key,
    Kind,
    account_person,
    email_person,
    guest_person,
    key_of,
)

__all__ = ["Key", "Kind", "account_person", "email_person", "guest_person", "key_of"]
