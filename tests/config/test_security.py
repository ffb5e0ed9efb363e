import re

import pytest

pytestmark = pytest.mark.django_db


def policy(response):
    directives = response.headers["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


STRICT = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


class TestContentSecurityPolicy:
    def test_pages_run_only_scripts_with_their_nonce(self, client):
        response = client.get("/")
        found = policy(response)
        script = found.pop("script-src")
        nonce = re.fullmatch(r"'nonce-([^']+)'", script)[1]
        assert f'nonce="{nonce}"' in response.content.decode()
        assert found == STRICT

    def test_each_page_has_a_nonce_of_its_own(self, client):
        assert policy(client.get("/"))["script-src"] != policy(client.get("/"))["script-src"]

    def test_the_admin_runs_only_scripts_from_files_of_the_site(self, client):
        response = client.get("/admin/login/")
        assert response.status_code == 200
        assert policy(response) == STRICT | {"script-src": "'self'"}

    def test_answers_without_a_page_have_one_too(self, client):
        assert policy(client.get("/no/such/page"))["default-src"] == "'none'"


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/no/such/page"])
def test_every_answer_has_the_quiet_headers(client, path):
    headers = client.get(path).headers
    assert headers["Permissions-Policy"].startswith("camera=()")
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", "private"),
        ("/account/sign-in/", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("/admin/login/", "max-age=0, no-cache, no-store, must-revalidate, private"),
        ("/no/such/page", "private"),
    ],
)
def test_no_shared_cache_keeps_a_readers_page(client, path, expected):
    assert client.get(path).headers["Cache-Control"] == expected
