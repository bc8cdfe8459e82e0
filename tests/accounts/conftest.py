"""The identity provider in its process, and an office that signs in through it."""

from tests.accounts.provider_desk import ministry, office

__all__ = ["ministry", "office"]
