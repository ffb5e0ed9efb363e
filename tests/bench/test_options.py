from bench.options import BASE, QUICK, Options
from config import settings


def test_the_environment_sets_what_is_run():
    variables = {"SIZES": "10 20,30", "SECONDS": "2", "WRITES": "5", "PARTS": "reads", "HOME": "/"}
    options = Options.from_environment(variables, Options())
    assert options == Options(sizes=(10, 20, 30), seconds=2.0, writes=5, parts=("reads",))


def test_nothing_set_leaves_the_default():
    assert Options.from_environment({}, QUICK) == QUICK


def test_its_data_never_lie_where_the_sites_do():
    for folder in ("var", "var/bench", str(settings.DATA_FOLDER)):
        assert Options(folder=folder).data_folder != BASE / "var"
        assert Options(folder=folder).data_folder.name == "understory-bench"


def test_the_site_is_a_public_one_with_a_database_of_its_own():
    variables = Options().site_environment()
    assert variables["ENV_FILE"] == variables["DEMO"] == variables["DATABASE_URL"] == ""
    assert variables["DATA_FOLDER"] == str(BASE / "var/bench/understory-bench")
