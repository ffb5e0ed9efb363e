"""What the spam filter has learned. Written only by comments.spam.memory."""

from django.db import models

from comments.models.comment import Comment


class SpamWord(models.Model):
    """In how many comments of each kind a word was seen; of the word only a hash is kept.

    What was unlearned in other words than it was learned in can leave a count below zero.
    """

    # Seen in every comment: its counts are those of the comments learned. Being the highest key
    # it is locked last, so that learners wait for it only while one of them commits.
    EVERY = 2**63 - 1

    word = models.BigIntegerField(primary_key=True)
    spam = models.IntegerField(default=0)
    ham = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.word}: {self.spam} spam, {self.ham} ham"


class SpamLesson(models.Model):
    """What was learned of a comment, and from which of its texts, to be corrected later."""

    # Without a constraint: its check would wait for the thread's lock, whose holder may be
    # about to learn from the same comment. Comments are never deleted.
    comment = models.OneToOneField(
        Comment,
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="spam_lesson",
        db_constraint=False,
    )
    # NULL: nothing, or what was learned is unlearned.
    is_spam = models.BooleanField(null=True)
    revision = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.is_spam}"
