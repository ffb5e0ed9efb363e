from django.db import models


class Told(models.Model):
    """Up to which change of state a service outside was told what moderators decided."""

    service = models.CharField(primary_key=True, max_length=20)
    last_id = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.service}: {self.last_id}"
