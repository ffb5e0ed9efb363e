"""Files that editors have brought to be imported, and how far that is."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from comments.models.ledger import ImportRun


class Step(models.TextChoices):
    UPLOADED = "uploaded", _("uploaded")
    TRYING = "trying", _("dry run")
    TRIED = "tried", _("tried out")
    RUNNING = "running", _("importing")
    DONE = "done", _("imported")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")


# While a process is at it.
WORKING = (Step.TRYING, Step.RUNNING)


class Upload(models.Model):
    """An import in the making. What it does, one process of its own does in the background."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    step = models.CharField(max_length=8, choices=Step.choices, default=Step.UPLOADED)
    # Whether what is done, or was done last, is the dry run.
    is_dry = models.BooleanField(default=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_constraint=False,
    )
    by_name = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField(default=timezone.now)
    # Files that nobody has touched for long are deleted.
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    # As they were called where they come from; here they lie under numbers.
    names = ArrayField(models.CharField(max_length=255))
    map_name = models.CharField(max_length=255, blank=True)
    size = models.BigIntegerField()
    format = models.CharField(max_length=20)
    source = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=200, blank=True, db_default="")
    articles = models.CharField(max_length=6)
    states = ArrayField(models.CharField(max_length=9), default=list)
    since = models.DateTimeField(null=True)

    # Of several processes that may have been started for it, the last one's number.
    attempt = models.PositiveIntegerField(default=0)
    stage = models.CharField(max_length=20, blank=True)
    reached = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    # The process' last sign of life.
    beat_at = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)
    report = models.TextField(blank=True)
    fault = models.TextField(blank=True)
    # Whether the same files with the same choices would only fail again.
    is_hopeless = models.BooleanField(default=False, db_default=False)
    run = models.ForeignKey(ImportRun, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="upload_step"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.names)
