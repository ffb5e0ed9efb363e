import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.exchange.conftest import bring_in, run_import

__all__ = ["bring_in", "run_import"]


@pytest.fixture
def export(tmp_path):
    """The file that the command has written."""

    def run(*arguments, name="out", **options):
        file = tmp_path / name
        said = {"verbosity": 0, "stderr": StringIO(), **options}
        call_command("export_comments", f"--output={file}", *arguments, **said)
        return file

    return run


@pytest.fixture
def lines(export):
    """The lines of JSON, but for the first and the last."""

    def run(*arguments):
        rows = [json.loads(line) for line in export(*arguments).read_text().strip().split("\n")]
        assert rows[-1] == {"type": "end", "lines": len(rows) - 1}
        return rows[1:-1]

    return run
