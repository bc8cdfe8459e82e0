"""What people outside send about published records, and what they are answered.

The public process adds rows to `Asking` and can read none of it: its role has no right to. The desk
takes each row in (`cairn.corrections`) and removes it. `Answer` is what the desk lets be looked up:
its rows open only with the reference and the secret that the person was given, so that whoever
reads the table learns neither what was asked nor what was decided.
"""

from typing import ClassVar

from django.db import models

from cairn.knowledge.asking.vocabulary import LONGEST, Wish


class Asking(models.Model):
    """One request, or the appeal against how one was decided (`appeals`: handle of that one)."""

    handle = models.CharField(max_length=64, primary_key=True)  # digest of reference and secret
    appeals = models.CharField(max_length=64, blank=True)
    ref = models.CharField(max_length=20)
    key = models.CharField(max_length=64)  # with which the answer is sealed; see `sealing`
    about = models.CharField(max_length=20, blank=True)  # a reference, which may lead nowhere
    wish = models.CharField(max_length=20, choices=Wish)
    passage = models.CharField(max_length=LONGEST["passage"], blank=True)
    kind = models.CharField(max_length=20, blank=True)  # of a record that should be added
    title = models.CharField(max_length=LONGEST["title"], blank=True)
    address = models.CharField(max_length=LONGEST["address"], blank=True)
    reasons = models.CharField(max_length=LONGEST["reasons"])
    reply_to = models.CharField(max_length=LONGEST["reply_to"], blank=True)
    language = models.CharField(max_length=2)
    sent_at = models.DateTimeField()

    class Sensitivity:
        open: ClassVar = set()
        restricted: ClassVar = {"about", "wish", "kind", "language", "sent_at"}
        personal: ClassVar = {
            *("handle", "appeals", "ref", "key", "passage", "reasons", "reply_to"),
            *("title", "address"),
        }


class Answer(models.Model):
    """Where one request stands, sealed."""

    handle = models.CharField(max_length=64, primary_key=True)
    sealed = models.TextField()

    class Sensitivity:
        open: ClassVar = {"handle", "sealed"}
        restricted: ClassVar = set()
        personal: ClassVar = set()
