"""Signing in, with a limit to guesses: at one account, and from one network."""

from typing import Any

from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import ngettext

from comments.limits import told_to_wait, wait_for
from config.address import network_behind
from config.rates import Deed

MINUTE = 60


class SignInForm(AuthenticationForm):
    """Counts each try before it looks at the password; a right one gives none back."""

    seconds = 0

    def clean(self) -> dict[str, Any]:
        name, password = map(self.cleaned_data.get, ("username", "password"))
        if name and password and self.request is not None:
            address = network_behind(self.request)
            # The address first: whoever is over its limit can shut nobody else out.
            self.seconds = wait_for(Deed.SIGN_IN, address=address, person=name)
        if self.seconds:
            raise ValidationError(_too_often(self.seconds), code="too-often")
        return super().clean()


class AdminSignInForm(SignInForm, AdminAuthenticationForm):
    pass


class SignInView(LoginView):
    form_class = SignInForm

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        return answer(super().form_invalid(form), form)


def answer(response: HttpResponse, form: AuthenticationForm | None) -> HttpResponse:
    seconds = getattr(form, "seconds", 0)
    return told_to_wait(response, seconds) if seconds else response


def _too_often(seconds: int) -> str:
    minutes = -(-seconds // MINUTE)
    words = ngettext(
        "Too many tries to sign in. Please wait a minute.",
        "Too many tries to sign in. Please wait %(minutes)d minutes.",
        minutes,
    )
    return words % {"minutes": minutes}
