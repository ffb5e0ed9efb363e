"""What the ledger says of a row whose author had it erased: it is not brought in again."""

ERASED = "erased"
