from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def prune():
    """Run it; how much of each sort it says has gone, or would go, by the first two words."""

    def run(**options) -> dict[str, int]:
        out = StringIO()
        call_command("prune", stdout=out, stderr=StringIO(), **options)
        lines = [line.split() for line in out.getvalue().splitlines()]
        return {" ".join(what[:2]): int(n.replace(",", "")) for n, *what in lines if n != "0"}

    return run
