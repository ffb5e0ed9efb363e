# ruff: noqa: ARG002, N803 - Django's upload handlers have fixed signatures
"""Files on their way in: to the disk as they come, and nowhere else."""

import logging
import os
import tempfile
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.utils.translation import gettext as _

from comments.exchange.uploads.folders import COMING, home

logger = logging.getLogger(__name__)

MEGABYTE = 1_000_000
# The form's other fields come on top of the files.
ROOM_FOR_FIELDS = 100_000


class Received(UploadedFile):
    """A file that is deleted with the request, unless it was moved elsewhere meanwhile."""

    def __init__(self, name: str, content_type: str | None) -> None:
        # For nobody but us, from the start.
        descriptor, self.path = tempfile.mkstemp(prefix=COMING, dir=home())
        super().__init__(os.fdopen(descriptor, "w+b"), name, content_type, 0)

    def temporary_file_path(self) -> str:
        return self.path

    def close(self) -> None:
        if self.file is not None and not self.file.closed:
            self.file.close()
            _remove(self.path)


class ToDisk(FileUploadHandler):
    """For the one form that takes files. `fault` says why some did not come through."""

    file: Received
    fault = ""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any
    ) -> None:
        if content_length > settings.IMPORT_MEGABYTES * MEGABYTE + ROOM_FOR_FIELDS:
            self.fault = too_large()

    def new_file(self, field_name: str, file_name: str, *rest: Any, **more: Any) -> None:
        super().new_file(field_name, file_name, *rest, **more)
        if self.fault:
            raise SkipFile
        try:
            self.file = Received(file_name, self.content_type)
        except OSError as error:
            self._give_up(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._give_up(error)

    def file_complete(self, file_size: int) -> Received:
        received = self.file
        # The request's own from now on: whatever comes later, it is not closed with that.
        del self.file
        try:
            received.flush()
        except OSError:
            self.fault = no_room()
        received.size = file_size
        return received

    def upload_interrupted(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def _give_up(self, error: OSError) -> None:
        logger.error("An upload cannot be stored: %s", error)
        self.fault = no_room()
        raise SkipFile


class NoFiles(FileUploadHandler):
    """For every other form: what nobody asked for is not stored, not even for a moment."""

    def new_file(self, *args: Any, **more: Any) -> None:
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Never called."""

    def file_complete(self, file_size: int) -> None:
        return None


def too_large() -> str:
    most = _("%(most)s MB") % {"most": f"{settings.IMPORT_MEGABYTES:,}"}
    return _("That is too much: all files together may have %(most)s.") % {"most": most}


def no_room() -> str:
    return _("The server cannot store it, perhaps for want of room.")


def _remove(path: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(path)  # noqa: PTH108 - a plain name
