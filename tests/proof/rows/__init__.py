"""The table: which address answers what to whom."""

from tests.proof.rows import accounts, admin, imports, moderation, public

ROWS = [*public.ROWS, *accounts.ROWS, *admin.ROWS, *moderation.ROWS, *imports.ROWS]


def named(rows):
    """For pytest.mark.parametrize."""
    return {"argvalues": rows, "ids": [row.at for row in rows]}


# An address that is sent several things is read once.
ADDRESSES = list({row.at: row for row in ROWS}.values())
READING = named(ADDRESSES)
DOING = named([row for row in ROWS if row.post])
# A form that may be sent several things, each once.
SENT = list({row.at: row for row in ROWS if row.doers()}.values())
