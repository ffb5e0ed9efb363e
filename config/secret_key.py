"""What a SECRET_KEY must be before a site may go public with it."""

from django.core.exceptions import ImproperlyConfigured

# Django's own deployment check asks for the same length and variety.
SHORTEST = 50
FEWEST_DISTINCT = 8
PLACEHOLDERS = (
    "django-insecure",
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "your-secret",
)
HINT = (
    "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'. "
    "For a demonstration on this machine, `make run` writes one to .env."
)


def require_strong(key: str) -> str:
    """Return the key; raise ImproperlyConfigured if it is missing, short or a placeholder."""
    fault = _fault(key)
    if fault:
        raise ImproperlyConfigured(f"SECRET_KEY {fault}. {HINT}")
    return key


def _fault(key: str) -> str:
    if not key:
        return "is not set"
    if any(word in key.lower() for word in PLACEHOLDERS):
        return "is a placeholder from an example"
    if len(key) < SHORTEST:
        return f"has {len(key)} characters, but {SHORTEST} are the least"
    if len(set(key)) < FEWEST_DISTINCT:
        return "repeats a few characters"
    return ""
