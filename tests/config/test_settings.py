import re

import pytest
from django.conf import settings


@pytest.fixture
def load(python):
    """Load the settings and show one of them; the fault's last line if they refuse."""

    def show(name="DEMO", **variables):
        code = f"from config import settings; print(repr(settings.{name}))"
        done = python("-c", code, **variables)
        return (done.stdout or done.stderr).strip().splitlines()[-1]

    return show


class TestRefusals:
    def test_a_public_site_starts_with_what_it_must_set(self, load):
        assert load() == "False"

    @pytest.mark.parametrize(
        ("key", "fault"),
        [
            (None, "SECRET_KEY is not set."),
            ("short-but-random-8f3k2", "SECRET_KEY has 22 characters, but 50 are the least."),
            ("django-insecure-" + "abcdefghij" * 5, "SECRET_KEY is a placeholder from an example."),
            ("Change-Me" * 10, "SECRET_KEY is a placeholder from an example."),
            ("ab" * 30, "SECRET_KEY repeats a few characters."),
        ],
    )
    def test_a_bad_key(self, load, key, fault):
        message = load(SECRET_KEY=key)
        assert message.startswith(f"django.core.exceptions.ImproperlyConfigured: {fault}")

    def test_a_demonstration_needs_a_good_key_too(self, load):
        assert "SECRET_KEY is not set." in load(DEMO="true", SECRET_KEY=None)

    def test_no_hosts(self, load):
        assert "ALLOWED_HOSTS is not set." in load(ALLOWED_HOSTS=None)

    def test_akismet_without_a_site(self, load):
        assert "AKISMET_KEY needs AKISMET_SITE" in load(AKISMET_KEY="1234")
        assert "AKISMET_KEY needs" in load(AKISMET_KEY="1234", AKISMET_SITE="example.org")
        site = "https://example.org/"
        assert load("AKISMET_SITE", AKISMET_KEY="1234", AKISMET_SITE=site) == f"'{site}'"

    def test_debug_in_public(self, load):
        assert "DEBUG shows secrets to strangers" in load(DEBUG="true")
        assert load("DEBUG", DEBUG="true", DEMO="true") == "True"


class TestPublic:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("SESSION_COOKIE_SECURE", "True"),
            ("PROOF_OF_WORK", "True"),
            ("AKISMET_KEY", "''"),
            ("CSRF_COOKIE_SECURE", "True"),
            ("SECURE_SSL_REDIRECT", "True"),
            ("SECURE_HSTS_SECONDS", "2592000"),
            ("SECURE_PROXY_SSL_HEADER", "None"),
            ("ALLOWED_HOSTS", "['example.org']"),
        ],
    )
    def test_safe_without_asking(self, load, name, value):
        assert load(name) == value

    def test_behind_a_proxy(self, load):
        header = "HTTP_X_FORWARDED_PROTO,https"
        shown = load("SECURE_PROXY_SSL_HEADER", SECURE_PROXY_SSL_HEADER=header)
        assert shown == "('HTTP_X_FORWARDED_PROTO', 'https')"
        assert load("SECURE_SSL_REDIRECT", SECURE_SSL_REDIRECT="false") == "False"

    def test_djangos_own_deployment_check_finds_nothing(self, python):
        # No server: the check is told of one that it never asks.
        variables = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
        done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **variables)
        assert done.stdout.startswith("System check identified no issues"), done.stderr


class TestSources:
    def test_the_file_gives_way_to_the_process(self, load, tmp_path):
        file = tmp_path / "site.env"
        file.write_text("SITE_NAME=Filed\nTIME_ZONE=Europe/Berlin\n")
        assert load("SITE_NAME", ENV_FILE=str(file)) == "'Filed'"
        assert load("SITE_NAME", ENV_FILE=str(file), SITE_NAME="Processed") == "'Processed'"
        assert load("TIME_ZONE", ENV_FILE=str(file), SITE_NAME="Processed") == "'Europe/Berlin'"

    def test_a_database_of_ones_own(self, load):
        url = "postgres://amy:pass@db.example.org:6432/blog?DISABLE_SERVER_SIDE_CURSORS=true"
        shown = load("DATABASES['default']", DATABASE_URL=url)
        assert "'HOST': 'db.example.org'" in shown
        assert "'DISABLE_SERVER_SIDE_CURSORS': 'true'" in shown
        assert "'CONN_MAX_AGE': 60" in shown

    def test_a_socket_of_ones_own(self, load):
        url = "postgres://amy@/blog?host=/run/postgresql"
        shown = load("DATABASES['default']", DATABASE_URL=url)
        assert "'HOST': ''" in shown
        assert "'OPTIONS': {'host': '/run/postgresql'," in shown

    @pytest.mark.parametrize(
        ("pooler", "prepared"), [("", True), ("?DISABLE_SERVER_SIDE_CURSORS=true", False)]
    )
    def test_statements_are_prepared_unless_behind_a_pooler(self, load, pooler, prepared):
        shown = load("DATABASES['default']", DATABASE_URL=f"postgres://amy@db/blog{pooler}")
        assert ("'prepare_threshold': 3" in shown) is prepared


def test_the_page_of_settings_lists_what_the_settings_read():
    code = (settings.BASE_DIR / "config/settings.py").read_text()
    page = (settings.BASE_DIR / "docs/settings.md").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))
    assert re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE) == sorted(read)
    assert len(read) > 20
