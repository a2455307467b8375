"""What is done once a day, whoever does it."""

from django.db import models


class Daily(models.Model):
    """Taken by one statement of the database, so that of many workers one does it."""

    name = models.CharField(max_length=40, primary_key=True)
    done_on = models.DateField(null=True)
    not_before = models.DateTimeField(null=True)  # somebody does it until then, or it failed and rests until then
    failures = models.PositiveIntegerField(default=0)  # since it was last done

    def __str__(self) -> str:
        return f"{self.name}, last on {self.done_on}"
