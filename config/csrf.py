"""The token of a form, in one system call.

Django draws a token's sixty-four characters one by one. Each draw asks the system for chance and
lets another thread go first, which costs more than the rest of a page that is kept.
"""

import secrets

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH

BASE = len(CSRF_ALLOWED_CHARS)
VALUES = {character: value for value, character in enumerate(CSRF_ALLOWED_CHARS)}
# More bits than so many characters tell, so that none is likelier than another.
BITS = 256


def form_token(request: HttpRequest) -> str:
    """What django.middleware.csrf.get_token gives: the cookie's secret under a fresh mask."""
    if "CSRF_COOKIE" not in request.META:
        request.META["CSRF_COOKIE"] = _random_text()
    # Send the cookie again, so that it lasts longer.
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return _masked(request.META["CSRF_COOKIE"], _random_text())


def _random_text() -> str:
    number, characters = secrets.randbits(BITS), []
    for _ in range(CSRF_SECRET_LENGTH):
        number, value = divmod(number, BASE)
        characters.append(CSRF_ALLOWED_CHARS[value])
    return "".join(characters)


def _masked(secret: str, mask: str) -> str:
    pairs = zip(secret, mask, strict=True)
    cipher = (CSRF_ALLOWED_CHARS[(VALUES[one] + VALUES[other]) % BASE] for one, other in pairs)
    return mask + "".join(cipher)
