import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest

from config.embedded_postgres import EmbeddedPostgres, EmbeddedPostgresError
from config.embedded_postgres.places import SOCKET, Places
from tests.config.processes import another_user, kill

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server an account")


@pytest.fixture(scope="module")
def shelter(open_folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Places, "shelter", open_folder)
        yield open_folder


@pytest.fixture
def new_server(tmp_path, shelter):
    """A server nobody has used yet, in a folder that only we may enter."""
    server = EmbeddedPostgres(tmp_path)
    yield server
    server.leave()
    if server.cluster.postmaster():
        with server.running():
            pass


@pytest.fixture(scope="module")
def finished(tmp_path_factory, shelter):
    """A server that has run; making one takes longest."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("finished"))
    with server.running():
        pass
    return server


@pytest.fixture
def server(new_server, finished):
    new_server.places.prepare()
    copy = ["cp", "-a", f"{finished.places.home}/.", new_server.places.home]
    subprocess.run(copy, check=True)
    return new_server


@pytest.fixture(scope="module")
def running(finished):
    with finished.running():
        yield finished


def connect(server, **changes):
    settings = server.django_settings()
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        **{"user": settings["USER"], "dbname": settings["NAME"], **changes},
    )


def ask(server, question):
    with connect(server) as connection:
        return connection.execute(question).fetchone()[0]


class TestUsers:
    def test_the_first_starts_and_the_last_stops(self, server):
        with another_user(server) as other:
            assert other.stdout.readline() == b"ready\n"
            started = server.cluster.postmaster()
            with server.running():
                other.communicate(timeout=30)
                assert server.cluster.postmaster() == started
                assert ask(server, "SELECT current_user") == "understory"
        assert server.cluster.postmaster() is None

    def test_several_may_come_at_once_to_a_new_folder(self, new_server):
        with another_user(new_server) as one, another_user(new_server) as two:
            assert [one.stdout.readline(), two.stdout.readline()] == [b"ready\n"] * 2
        assert new_server.cluster.postmaster() is None

    def test_data_stay(self, server):
        with server.running(), connect(server) as connection:
            connection.execute("CREATE TABLE word AS SELECT 'Ünïcödé' AS text")
        with server.running():
            assert ask(server, "SELECT lower(text) FROM word") == "ünïcödé"

    def test_a_child_that_inherits_the_lock_keeps_it_up(self, server):
        with server.running():
            child = subprocess.Popen(["cat"], pass_fds=[server.lock], stdin=subprocess.PIPE)
        # Nobody else was asked, but the child still counts.
        with EmbeddedPostgres(server.places.link.parent).running():
            pass
        assert server.cluster.postmaster() is not None
        child.communicate(timeout=30)


class TestKilled:
    def test_the_server_of_a_killed_user_is_adopted_and_stopped(self, server):
        with another_user(server) as other:
            other.stdout.readline()
            orphan = server.cluster.postmaster()
            kill(other)
        assert orphan is not None
        with server.running():
            assert server.cluster.postmaster() == orphan
        assert server.cluster.postmaster() is None

    def test_a_killed_server_starts_again_with_its_data(self, server):
        with another_user(server) as other:
            other.stdout.readline()
            with connect(server) as connection:
                connection.execute("CREATE TABLE word AS SELECT 'kept' AS text")
            killed = server.cluster.postmaster()
            os.kill(killed, signal.SIGKILL)
            with EmbeddedPostgres(server.places.link.parent).running():
                assert ask(server, "SELECT text FROM word") == "kept"
                assert server.cluster.postmaster() not in {None, killed}

    def test_the_number_of_a_dead_server_may_be_anothers_now(self, server):
        with server.running():
            noted = (server.places.data / "postmaster.pid").read_text()
        stale = noted.replace(noted.split()[0], str(os.getpid()), 1)
        (server.places.data / "postmaster.pid").write_text(stale)
        (server.places.socket_folder / f"{SOCKET}.lock").write_text(stale)
        with server.running():
            assert ask(server, "SELECT 1") == 1

    def test_a_half_made_cluster_is_made_anew(self, new_server):
        new_server.places.prepare()
        (new_server.places.home / "data.new" / "base").mkdir(parents=True)
        with new_server.running():
            assert ask(new_server, "SELECT 1") == 1
        assert not (new_server.places.home / "data.new").exists()

    def test_a_server_on_its_way_down_is_waited_for(self, server):
        with another_user(server) as other:
            other.stdout.readline()
            kill(other)
        os.kill(server.cluster.postmaster(), signal.SIGINT)
        with server.running():
            assert ask(server, "SELECT 1") == 1


class TestPrivacy:
    def test_it_listens_on_its_socket_alone(self, running):
        assert ask(running, "SHOW listen_addresses") == ""
        assert running.places.socket_folder.stat().st_mode & 0o777 == 0o700
        assert running.places.home.stat().st_mode & 0o777 == 0o700

    def test_only_mapped_accounts_are_let_in(self, running):
        rules = "SELECT array_agg((type, database, auth_method)::text) FROM pg_hba_file_rules"
        assert ask(running, rules) == ["(local,{all},peer)"]
        with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
            connect(running, user="nobody")

    def test_checksums_and_a_locale_of_its_own(self, running):
        assert ask(running, "SHOW data_checksums") == "on"
        assert ask(running, "SHOW server_encoding") == "UTF8"
        locale = "SELECT datlocale FROM pg_database WHERE datname = current_database()"
        assert ask(running, locale) == "C.UTF-8"

    @as_root
    def test_root_lends_it_an_account_and_a_shelter(self, running, shelter):
        assert running.places.data.owner() == "understory"
        assert running.places.link.is_symlink()
        assert running.places.home.parent == shelter

    @as_root
    def test_root_leaves_data_in_place_where_others_may_enter(self, shelter):
        places = Places(shelter / "open" / "postgres")
        places.prepare()
        assert places.home == shelter / "open" / "postgres"
        assert places.home.owner() == "understory"

    @as_root
    def test_parent_folders_keep_their_modes(self, new_server, tmp_path):
        modes = [folder.stat().st_mode for folder in tmp_path.parents]
        new_server.places.prepare()
        assert new_server.places.programs.is_dir()
        assert [folder.stat().st_mode for folder in tmp_path.parents] == modes

    @as_root
    @pytest.mark.parametrize(("account", "reaches"), [("understory", True), ("nobody", False)])
    def test_no_other_account_reaches_the_socket(self, running, account, reaches):
        socket = running.places.socket_folder / SOCKET
        found = subprocess.run(["test", "-S", socket], user=account, cwd="/", check=False)
        assert (found.returncode == 0) is reaches


class TestLongPaths:
    @pytest.fixture
    def server(self, tmp_path, shelter):
        server = EmbeddedPostgres(tmp_path / ("deep" * 30))
        yield server
        server.leave()

    def test_the_socket_moves_to_a_short_private_folder(self, server):
        before = server.django_settings()["HOST"]
        with server.running():
            assert ask(server, "SELECT 1") == 1
            assert server.places.socket_folder == Path(before)
            assert Path(before).stat().st_mode & 0o777 == 0o700
        Path(before).rmdir()

    @pytest.mark.parametrize("mode", [0o755, 0o777])
    def test_a_folder_others_may_enter_is_refused(self, server, mode):
        folder = server.places.socket_folder
        folder.mkdir()
        folder.chmod(mode)
        with pytest.raises(EmbeddedPostgresError, match="not a private folder of ours"):
            server.join()
        folder.rmdir()

    def test_a_link_in_its_place_is_refused(self, server, tmp_path):
        folder = server.places.socket_folder
        folder.symlink_to(tmp_path)
        with pytest.raises(EmbeddedPostgresError, match="not a private folder of ours"):
            server.join()
        folder.unlink()


def test_a_failed_start_says_where_its_log_is(server):
    with server.running():
        pass
    (server.places.data / "PG_VERSION").write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match=r"pg_ctl failed: .*[\s\S]*Its log is"):
        server.join()


def test_the_log_is_turned_over_before_it_grows_large(server, monkeypatch):
    monkeypatch.setattr("config.embedded_postgres.cluster.LARGEST_LOG", 10)
    for _ in range(2):
        with server.running():
            pass
    old = server.places.log.with_name("log.old").read_text()
    assert "database system is shut down" in old
