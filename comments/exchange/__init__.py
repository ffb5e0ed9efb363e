"""What comes in and goes out. A map of this room.

Read `moving_in.py` first: an import is read, put in order, and brought in. On its way, a row is

1. a record (`records.py`), which one module per format makes of the file (`formats/`);
2. a row in SQLite (`staging.py`), its words made fit to be stored (`words.py`, `fromhtml.py`,
   `frommarkdown.py`), joined with the article that it means here (`matching.py`, `groups.py`), with
   what it answers (`linking.py`) and with its line of the ledger, if it shares its id
   (`namesakes.py`);
3. a `Node` of its thread (`threads.py`), in portions (`running/`; its `whole.py` has their order):
   `portions.py` says what becomes of it, by what the ledger knows of its source (`outcomes.py`,
   `ledger.py`);
4. a `Draft` (`rows.py`), stored with its whole new thread (`bulk.py`), or in one that is there
   already (`grafting.py`).

Our own lines, version 2, also bring what only we know: `exact.py` has what a comment keeps of it,
`recognising.py` what of it is here already. Their log comes last: `happened.py` has what its lines
become, `landing.py` where the rows came to stand, `leads.py` what a line's fields lead to, and
`judging.py` what becomes of the line. `positions.py` gives documents the times that they lack.

A new format is a module in `formats/` with `NAME`, `is_it` (by the first bytes) and `read`, which
yields records, and a line in `formats/known.py`; one to be written has `pieces`, and a line in
`exporting/known.py`. `text.py` and `document.py` have the layout of documents, for both.

`undoing.py` takes an import back: `brought.py` gathers what it brought, `hanging.py` says what
keeps it. `uploads/` lets editors import in the admin. `store.py` and `pasts.py` are for made-up
conversations only. Nothing here needs actions, views or the admin.
"""
