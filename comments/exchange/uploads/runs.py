"""Which import an upload has begun, and which uploads could go on with one."""

from django.db.models import Exists, OuterRef, QuerySet

from comments.exchange.uploads import folders
from comments.exchange.words import clean
from comments.models import ImportRun, LedgerRow, Step, Upload


def begun_by(upload: Upload) -> ImportRun | None:
    """What it has stored so far, if it has stored something and is not through."""
    if upload.is_dry:
        return None
    lines = LedgerRow.objects.filter(run=OuterRef("pk"))
    open_ones = ImportRun.objects.filter(source=upload.source, finished_at=None, undone_at=None)
    return open_ones.filter(Exists(lines), files=_as_listed(upload)).first()


def of_the_source(run: ImportRun) -> "QuerySet[Upload]":
    """Uploads that are being imported from there, or were."""
    return Upload.objects.filter(source=run.source, is_dry=False).exclude(step=Step.DONE)


def going_on_with(run: ImportRun) -> Upload | None:
    if run.finished_at or run.undone_at:
        return None
    return next((each for each in of_the_source(run) if _as_listed(each) == run.files), None)


def lacks_files(upload: Upload) -> bool:
    """They may have been deleted behind our back."""
    return not all(file.exists() for file in folders.files_of(upload.pk, len(upload.names)))


def _as_listed(upload: Upload) -> str:
    return "\n".join(map(clean, upload.names))
