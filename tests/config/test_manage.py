import pytest

from config.embedded_postgres import EmbeddedPostgres

DEMO = {"DEMO": "true"}
COUNT = "from django.db import connection as c; print(c.cursor().execute('SELECT 42').fetchone())"
LOADED = "import sys; print(any('embedded_postgres' in name for name in sys.modules))"


@pytest.fixture
def manage(python, data_folder):
    def run(*arguments, **variables):
        return python("manage.py", *arguments, DATA_FOLDER=str(data_folder), **DEMO | variables)

    return run


def test_it_starts_a_server_for_one_command(manage, data_folder):
    done = manage("shell", "-v0", "-c", COUNT)
    assert done.stdout == "(42,)\n", done.stderr
    assert EmbeddedPostgres(data_folder).cluster.postmaster() is None


def test_it_uses_and_leaves_a_running_one(manage, data_folder):
    server = EmbeddedPostgres(data_folder)
    with server.running():
        started = server.cluster.postmaster()
        assert manage("shell", "-v0", "-c", COUNT).stdout == "(42,)\n"
        assert server.cluster.postmaster() == started


@pytest.mark.parametrize("command", ["help", "migrate --help", "version", "diffsettings"])
def test_some_commands_need_none(manage, data_folder, command):
    done = manage(*command.split())
    assert (done.returncode, done.stderr) == (0, "")
    assert not data_folder.exists()


def test_a_database_url_leaves_it_out(manage, data_folder):
    url = "postgres://nobody@127.0.0.1:1/none"
    assert manage("shell", "-v0", "-c", LOADED, DATABASE_URL=url).stdout == "False\n"
    assert not data_folder.exists()
    # Without one, the same question finds it.
    assert manage("shell", "-v0", "-c", LOADED).stdout == "True\n"


def test_bad_settings_are_told_in_one_sentence(manage):
    done = manage("check", SECRET_KEY=None)
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is not set.")
    assert "Traceback" not in done.stderr
