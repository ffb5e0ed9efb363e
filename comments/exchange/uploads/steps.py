"""What becomes of an upload. Each step is one statement that finds it ready for that, or not."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.exchange.moving_in import Done
from comments.exchange.uploads import folders
from comments.exchange.uploads.starting import start
from comments.models import Step, Upload
from comments.models.uploads import WORKING

# A process gives a sign of life each second, unless its machine is very busy.
SILENCE = timedelta(seconds=30)
# What is still on its way in may take hours.
STRAY = timedelta(days=1)


def dead(now: datetime) -> Q:
    return Q(step__in=WORKING, beat_at__lt=now - SILENCE)


def is_dead(upload: Upload) -> bool:
    """Its process has ended without a word, such as with its machine."""
    silent = upload.beat_at is None or upload.beat_at < timezone.now() - SILENCE
    return upload.step in WORKING and silent


def begin(upload_id: int, *, is_dry: bool) -> bool:
    """Start the dry run, or the import; or go on with it. False if that is done already."""
    now = timezone.now()
    first = Step.UPLOADED if is_dry else Step.TRIED
    again = Q(step__in=[Step.STOPPED, Step.FAILED]) | dead(now)
    ready = Upload.objects.filter(Q(step=first) | again & Q(is_dry=is_dry), pk=upload_id)
    with transaction.atomic():
        begun = ready.update(
            step=Step.TRYING if is_dry else Step.RUNNING,
            is_dry=is_dry,
            attempt=F("attempt") + 1,
            beat_at=now,
            touched_at=now,
            stop_asked=False,
            fault="",
            is_hopeless=False,
            stage="",
            reached=0,
            total=None,
        )
        if begun:
            attempt = Upload.objects.values_list("attempt", flat=True).get(pk=upload_id)
            transaction.on_commit(partial(_start, upload_id, attempt))
    return bool(begun)


def _start(upload_id: int, attempt: int) -> None:
    try:
        start(upload_id, attempt)
    except OSError:
        failed(upload_id, attempt, _("The server could not start it."))


def ask_to_stop(upload_id: int) -> bool:
    working = Upload.objects.filter(pk=upload_id, step__in=WORKING)
    return bool(working.update(stop_asked=True, touched_at=timezone.now()))


def at_work(upload_id: int, attempt: int) -> "QuerySet[Upload]":
    """The upload, as long as it is this process' to work at."""
    return Upload.objects.filter(pk=upload_id, attempt=attempt, step__in=WORKING)


def finished(upload: Upload, done: Done) -> None:
    said: dict[str, Any] = {"report": "\n".join(done.account.lines()), "source": done.source}
    if upload.is_dry:
        _end(upload.pk, upload.attempt, Step.TRIED, **said)
    elif _end(upload.pk, upload.attempt, Step.DONE, run=done.run, **said):
        folders.forget(upload.pk)


def stopped(upload_id: int, attempt: int) -> None:
    _end(upload_id, attempt, Step.STOPPED)


def failed(upload_id: int, attempt: int, fault: str, *, is_hopeless: bool = False) -> None:
    _end(upload_id, attempt, Step.FAILED, fault=fault, is_hopeless=is_hopeless)


def _end(upload_id: int, attempt: int, step: Step, **values: Any) -> bool:
    now = timezone.now()
    return bool(at_work(upload_id, attempt).update(step=step, touched_at=now, **values))


def discard(upload_id: int) -> bool:
    """Delete it with its files; what was imported of it stays."""
    gone, _each = _at_rest(timezone.now()).filter(pk=upload_id).delete()
    if gone:
        folders.forget(upload_id)
    return bool(gone)


def old_uploads() -> int:
    """How many would be forgotten."""
    return _untouched(timezone.now()).count()


def forget_uploads(_at_once: int) -> Iterator[int]:
    """Delete what nobody has touched for IMPORT_DAYS, one after the other."""
    now = timezone.now()
    for upload_id in list(_untouched(now).values_list("pk", flat=True)):
        yield int(discard(upload_id))
    known = set(Upload.objects.values_list("pk", flat=True))
    folders.forget_others(known, (now - STRAY).timestamp())


def _untouched(now: datetime) -> "QuerySet[Upload]":
    border = now - timedelta(days=settings.IMPORT_DAYS)
    return _at_rest(now).filter(touched_at__lte=border)


def _at_rest(now: datetime) -> "QuerySet[Upload]":
    return Upload.objects.filter(~Q(step__in=WORKING) | dead(now))
