"""That somebody's data were erased: when, by whom and how much. Never whose."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.ids import new_id
from comments.models.fields import account_key


class Erasure(models.Model):
    """One erasing of one person's data. The database refuses to change or delete it.

    While it is being made, and only then, its transaction may blank a few columns of the log.
    """

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    # The database itself sets it, to when the transaction began.
    erased_at = models.DateTimeField(_("erased"), default=timezone.now)
    words = models.BooleanField(_("the words too"), default=False)
    # How many rows of what: comments/dossier/parts.py names them.
    counts = models.JSONField(_("how much"), default=dict)
    # None: it was done on the command line.
    moderator = account_key(verbose_name=_("moderator"), related_name="+", db_index=False)
    moderator_name = models.CharField(_("moderator's name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-id"]
        default_permissions = ()
        permissions = [("erase_person", "Can export and erase what is held about a person")]

    def __str__(self) -> str:
        return f"{self.erased_at:%Y-%m-%d %H:%M}"
