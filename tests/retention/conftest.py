from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def prune():
    """Run it; how much of each sort it says has gone, or would go."""

    def run(**options) -> dict[str, int]:
        out = StringIO()
        call_command("prune", stdout=out, **options)
        lines = [line.split(None, 1) for line in out.getvalue().splitlines()]
        return {what: int(count.replace(",", "")) for count, what in lines if count != "0"}

    return run
