"""The work itself, in the background: what import_comments does, with a report to the database."""

import logging
import sqlite3

from django.utils.translation import gettext as _
from psycopg.errors import UniqueViolation

from comments.exchange.apart import UnderWay
from comments.exchange.matching import Rule
from comments.exchange.moving_in import Order, move_in
from comments.exchange.records import SourceError, sentence
from comments.exchange.staging import Wanted
from comments.exchange.uploads import folders, steps
from comments.exchange.uploads.pulse import Pulse, Stopped
from comments.models import Upload

logger = logging.getLogger(__name__)


def order_of(upload: Upload) -> Order:
    return Order(
        files=folders.files_of(upload.pk, len(upload.names)),
        names=upload.names,
        format=upload.format,
        source=upload.source,
        site=upload.site,
        rule=Rule(upload.articles),
        map=folders.folder_of(upload.pk) / folders.MAP if upload.map_name else None,
        map_name=upload.map_name,
        wanted=Wanted(frozenset(upload.states), upload.since),
        has_power=bool(upload.by and upload.by.is_active and upload.by.is_superuser),
    )


def carry_out(upload: Upload, pulse: Pulse) -> None:
    try:
        done = move_in(order_of(upload), pulse.bar, is_dry=upload.is_dry)
    except (Stopped, KeyboardInterrupt, SystemExit):
        steps.stopped(upload.pk, upload.attempt)
    except Exception as error:
        if not isinstance(error, SourceError):
            logger.exception("Upload %s failed.", upload.pk)
        stays = isinstance(error, SourceError) and not isinstance(error, UnderWay)
        steps.failed(upload.pk, upload.attempt, _why(error), is_hopeless=stays)
    else:
        steps.finished(upload, done)


def _why(error: Exception) -> str:
    """In words for the editor, without a path of the server's."""
    if isinstance(error, SourceError):
        return sentence(error)
    if isinstance(error, FileNotFoundError):
        return _("The uploaded files are no longer there.")
    if isinstance(error, OSError | sqlite3.OperationalError):
        return _("The server cannot read or write its files, perhaps for want of room.")
    if isinstance(error.__cause__, UniqueViolation):
        return _("Somebody else stored the same meanwhile.")
    return _("Something went wrong that nobody foresaw. The log of the site says what.")
