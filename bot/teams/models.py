"""Where people talk with Holi in Teams, and what became of each of their messages there."""

from django.db import models

from bot.chat.models import Conversation, Question

LONGEST_ID = 500  # characters of an id of Teams

RECEIVED = "received"
SUPERSEDED = "superseded"  # edited or deleted before the answer was there
DELIVERED = "delivered"
UNDELIVERED = "undelivered"
STATES = [(state, state) for state in (RECEIVED, SUPERSEDED, DELIVERED, UNDELIVERED)]


class Thread(models.Model):
    """One person in one Teams conversation, with what is needed to write there again.

    No name and no directory id is kept; the person is a digest, so that two people in a group stay apart.
    """

    teams_id = models.CharField(max_length=LONGEST_ID)
    person = models.CharField(max_length=64)
    scope = models.CharField(max_length=20)
    service_url = models.URLField(max_length=300)  # only ever one that a valid token vouched for
    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, related_name="teams")
    welcomed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)  # when it turned out that Holi can't write here any more

    class Meta:
        constraints = [models.UniqueConstraint(fields=["teams_id", "person"], name="one_thread_a_person")]

    def __str__(self) -> str:
        return f"{self.scope} {self.conversation_id}"


class Message(models.Model):
    """A message to Holi. Its id is what makes sure that it is answered once, however often it is delivered."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    teams_id = models.CharField(max_length=LONGEST_ID)
    version = models.DateTimeField()  # when it was written or last edited, as Teams says
    deleted = models.BooleanField(default=False)
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="teams_messages")
    sent = models.JSONField(default=list)  # the ids that Teams gave to what Holi answered
    state = models.CharField(max_length=12, choices=STATES, default=RECEIVED)
    reason = models.CharField(max_length=60, blank=True)  # why it wasn't delivered
    comment = models.TextField(blank=True)  # what was written into Teams' feedback form
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "teams_id"], name="answered_once")]

    def __str__(self) -> str:
        return f"{self.id} {self.state}"
