from typing import Any


def django_settings() -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "understory", "USER": "understory"}
