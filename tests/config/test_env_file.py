from config import env_file, secret_key


def read(path):
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def test_it_makes_a_demonstration_with_a_good_key(tmp_path):
    env_file.write(tmp_path / ".env")
    values = read(tmp_path / ".env")
    assert values["DEMO"] == "true"
    assert secret_key.require_strong(values["SECRET_KEY"]) == values["SECRET_KEY"]


def test_nobody_else_may_read_it(tmp_path):
    env_file.write(tmp_path / ".env")
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_it_leaves_an_existing_one_alone(tmp_path):
    (tmp_path / ".env").write_text("DEMO=false\n")
    env_file.write(tmp_path / ".env")
    assert (tmp_path / ".env").read_text() == "DEMO=false\n"
