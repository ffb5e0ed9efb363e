"""Who a comment is by, as a key: one word for an account, a guest or an e-mail address.

"a12" is an account, "g" and "e" stand before the 32 digits of a guest and of an address's hash.
"""

from comments.people import Written


def account_person(account_id: int) -> str:
    return f"a{account_id}"


def key_of(comment: Written) -> str:
    """The person who wrote it; empty of what was imported with a name alone."""
    if comment.author_id is not None:
        return account_person(comment.author_id)
    return f"g{comment.guest.hex}" if comment.guest else ""
