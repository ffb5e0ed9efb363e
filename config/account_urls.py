from django.conf import settings
from django.contrib.auth import views
from django.urls import path, reverse_lazy

from config.sign_in import SignInView

urlpatterns = [
    path(
        "sign-in/",
        SignInView.as_view(
            template_name="account/sign_in.html",
            redirect_authenticated_user=True,
            # Django's view would give the host's name.
            extra_context={"site_name": settings.SITE_NAME},
        ),
        name="sign-in",
    ),
    path("sign-out/", views.LogoutView.as_view(), name="sign-out"),
    path(
        "password/",
        views.PasswordChangeView.as_view(
            template_name="account/password.html", success_url=reverse_lazy("password-changed")
        ),
        name="password",
    ),
    path(
        "password/changed/",
        views.PasswordChangeDoneView.as_view(template_name="account/password_changed.html"),
        name="password-changed",
    ),
]
