"""Tells search what is put on the shelf and taken from it."""

from django.apps import AppConfig


class EditingConfig(AppConfig):
    name = "cairn.knowledge.editing"

    def ready(self) -> None:
        from cairn.knowledge.shelving import listeners
        from cairn.search.outbox.actions import note

        if note not in listeners:
            listeners.append(note)
