"""Invariants that several models share, by name."""

from django.db.models import CheckConstraint, Q


def both_or_neither(first: str, second: str) -> CheckConstraint:
    """Two fields that only make sense together, such as who and when."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": True})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{first}_with_{second}",
    )


def exactly_one(first: str, second: str, name: str) -> CheckConstraint:
    """One of two fields is set and the other is not, such as a number or why there is none."""
    return CheckConstraint(
        condition=Q(**{f"{first}__isnull": True, f"{second}__isnull": False})
        | Q(**{f"{first}__isnull": False, f"{second}__isnull": True}),
        name=name,
    )


def not_negative(*names: str, prefix: str) -> list[CheckConstraint]:
    """Counts of people are never below zero, on either database."""
    return [
        CheckConstraint(
            condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 0}),
            name=f"{prefix}_{name}_not_negative",
        )
        for name in names
    ]
