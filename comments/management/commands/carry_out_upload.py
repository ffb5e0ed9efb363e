from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.exchange.uploads.carrying_out import carry_out
from comments.exchange.uploads.pulse import Pulse
from comments.exchange.uploads.steps import at_work


class Command(BaseCommand):
    help = "For the site itself: it starts this when an editor imports something in the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("upload", type=int)
        parser.add_argument("attempt", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        upload = at_work(options["upload"], options["attempt"]).first()
        if upload is None:
            return
        pulse = Pulse(upload.pk, upload.attempt)
        with pulse.beating():
            carry_out(upload, pulse)
