"""Imports: an upload, what is done with it, what came in."""

from io import BytesIO
from typing import Any

from tests.exchange.elsewhere import There, wxr
from tests.proof.table import Cell, Row, Sent, staff
from tests.proof.world import EDITORS, World

IMPORTS = "/admin/comments/importrun/"
editors, done = staff(EDITORS), staff(EDITORS, 302)


class Export(BytesIO):
    """Which can be sent again and again."""

    name = "export.xml"

    def read(self, *_most: Any) -> bytes:
        return self.getvalue()


def export(_world: World, _cell: Cell) -> Sent:
    return {"file": Export(wxr([There(1, 1)])), "format": "auto", "articles": "create"}


ROWS = [
    Row(IMPORTS, editors, editors, {}, quiet=True),
    Row(
        f"{IMPORTS}add/",
        editors,
        done,
        export,
        optional=frozenset({"map", "since", "site", "source", "states"}),
    ),
    Row(f"{IMPORTS}{{run}}/change/", editors),
    Row(f"{IMPORTS}{{run}}/undo/", editors, done, {}),
    *(
        Row(f"{IMPORTS}upload/{{upload}}/", editors, done, {"do": do}, quiet=quiet)
        for do, quiet in (("import", False), ("try", True), ("stop", True))
    ),
    Row(f"{IMPORTS}upload/{{upload}}/discard/", editors, done, {}),
]
