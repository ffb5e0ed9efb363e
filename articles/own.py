"""What of an article's page is each reader's own."""

from uuid import uuid4

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext

from articles.pages import View
from comments import traps
from comments.identity import GUEST_COOKIE
from config.csrf import form_token
from config.security import nonce


def own_parts(request: HttpRequest, view: View) -> dict[str, str]:
    """For the holes that articles/pages.py leaves to the reader."""
    parts = {"nonce": nonce(request), "messages": _messages(request)}
    if view.is_open:
        parts |= {"csrf": form_token(request), "submission": str(uuid4()), "stamp": traps.stamp()}
    if view.signed_in:
        parts["account"] = render_to_string("account/_nav.html", {}, request)
    elif GUEST_COOKIE in request.COOKIES:
        parts["yours"] = f'<a href="{reverse("yours")}">{gettext("Your comments")}</a>'
    return parts


def _messages(request: HttpRequest) -> str:
    waiting = get_messages(request)
    return render_to_string("_messages.html", {"messages": waiting}) if waiting else ""
