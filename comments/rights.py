from typing import Any

from django.http import HttpRequest


def may_moderate(request: HttpRequest) -> bool:
    user: Any = request.user
    return bool(user.is_staff and user.has_perm("comments.moderate_comment"))
