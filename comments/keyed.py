"""Turns what tells who somebody is into something that does not, but is always the same.

Only the site's secret makes these hashes: with another SECRET_KEY all of them are others.
"""

import hmac
from functools import lru_cache
from hashlib import sha256
from uuid import UUID

from django.conf import settings


def keyed_hash(purpose: str, words: str) -> UUID:
    """128 bits. What is hashed for different purposes cannot be compared."""
    key = _key(purpose, settings.SECRET_KEY)
    return UUID(bytes=hmac.digest(key, words.encode(), "sha256")[:16])


@lru_cache(maxsize=16)
def _key(purpose: str, secret: str) -> bytes:
    """As Django's salted_hmac makes it, for each hash anew."""
    return sha256(f"{purpose}{secret}".encode()).digest()
