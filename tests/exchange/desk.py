"""Imports in the admin: their addresses, and what an editor reads and does there."""

from io import BytesIO

from comments.exchange.uploads import steps
from comments.exchange.uploads.carrying_out import carry_out
from comments.exchange.uploads.folders import folder_of
from comments.exchange.uploads.pulse import Pulse
from comments.models import Upload
from tests.exchange.elsewhere import There, wxr
from tests.pages import flat, soup

IMPORTS = "/admin/comments/importrun/"
ADD = f"{IMPORTS}add/"
THREE = [There(1, 1), There(2, 1, 1), There(3, 2)]
SENT = {"format": "auto", "articles": "create"}


def file(content: bytes, name: str = "export.xml") -> BytesIO:
    made = BytesIO(content)
    made.name = name
    return made


def upload(client, *contents: bytes, **values) -> Upload:
    """Bring files as they are; without any, a small export."""
    files = [file(content) for content in contents or [wxr(THREE)]]
    response = client.post(ADD, SENT | {"file": files} | values)
    assert response.status_code == 302, wrong(response)
    return Upload.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def page_of(brought: Upload) -> str:
    return f"{IMPORTS}upload/{brought.pk}/"


def press(client, brought: Upload, button: str):
    return client.post(page_of(brought), {"do": button}, follow=True)


def discard(client, brought: Upload):
    return client.post(discarding(brought), follow=True)


def discarding(brought: Upload) -> str:
    return f"{page_of(brought)}discard/"


def half_stored(client, *contents: bytes, **values) -> Upload:
    """An import that was stopped once its articles were stored."""
    brought = tried(client, *contents, **values)
    press(client, brought, "import")
    brought.refresh_from_db()
    return work(brought, Halting(brought.pk, brought.attempt))


class Halting(Pulse):
    """One that hears "stop" once rows are stored."""

    def update(self, n: int) -> None:
        if self.stage == "storing":
            steps.ask_to_stop(self.upload_id)
            self.beat()
        super().update(n)


def work(brought: Upload, pulse: Pulse | None = None) -> Upload:
    """What the process of its own does."""
    brought.refresh_from_db()
    carry_out(brought, pulse or Pulse(brought.pk, brought.attempt))
    brought.refresh_from_db()
    return brought


def tried(client, *contents: bytes, **values) -> Upload:
    return work(upload(client, *contents, **values))


def imported(client, *contents: bytes, **values) -> Upload:
    brought = tried(client, *contents, **values)
    press(client, brought, "import")
    return work(brought)


def lying(brought: Upload) -> list[str]:
    folder = folder_of(brought.pk)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def wrong(response) -> list[str]:
    """What stands beside the fields."""
    return [flat(each) for each in soup(response).select(".errorlist li")]


def buttons(response) -> list[str]:
    return [flat(each) for each in soup(response).select("#content-main .button")]


def paragraphs(response) -> list[str]:
    """What the page says of itself, before its form."""
    return [flat(each) for each in soup(response).select("#content-main > p:not(.apart, .buttons)")]


def table(response) -> list[list[str]]:
    rows = soup(response).select(".report tr")
    return [[flat(cell) for cell in row.select("th, td")] for row in rows]
