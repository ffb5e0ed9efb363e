"""Turns what tells who somebody is into something that does not, but is always the same.

Only the site's secret makes these hashes: with another SECRET_KEY all of them are others.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac


def keyed_hash(purpose: str, words: str) -> UUID:
    """128 bits. What is hashed for different purposes cannot be compared."""
    return UUID(bytes=salted_hmac(purpose, words, algorithm="sha256").digest()[:16])
