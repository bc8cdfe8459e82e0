"""Fields that carry a decision: public references and dates as they are known."""

from typing import Any

from django.db import models

from cairn.kernel.dates import DateSpan, Precision
from cairn.kernel.refs import new_ref


class RefField(models.CharField):
    """A public reference such as `inc-7G4K2M9QXT-5`: random, unique, never an order or a count.

    A `versioned` record keeps its reference from version to version, each version being a row; its
    model says that reference and number together are unique.
    """

    def __init__(
        self, *args: Any, prefix: str = "", versioned: bool = False, **kwargs: Any
    ) -> None:
        self.prefix, self.versioned = prefix, versioned
        kwargs |= {
            "max_length": 20,
            "unique": not versioned,
            "editable": False,
            "default": self.fresh,
        }
        super().__init__(*args, **kwargs)

    def fresh(self) -> str:
        return new_ref(self.prefix)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "unique", "editable", "default"):
            kwargs.pop(given, None)
        return name, path, args, kwargs | {"prefix": self.prefix, "versioned": self.versioned}


class DateSpanDescriptor:
    """Reads four columns as one `DateSpan`, and writes one as four."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        earliest = getattr(instance, f"{self.name}_earliest")
        if earliest is None:
            return None
        return DateSpan(
            earliest,
            getattr(instance, f"{self.name}_latest"),
            Precision(getattr(instance, f"{self.name}_precision")),
            getattr(instance, f"{self.name}_written"),
        )

    def __set__(self, instance: Any, span: DateSpan | None) -> None:
        setattr(instance, f"{self.name}_earliest", span.earliest if span else None)
        setattr(instance, f"{self.name}_latest", span.latest if span else None)
        setattr(instance, f"{self.name}_precision", span.precision.value if span else None)
        setattr(instance, f"{self.name}_written", span.as_written if span else "")


def span_columns(name: str) -> tuple[str, str, str, str]:
    return tuple(f"{name}_{part}" for part in ("earliest", "latest", "precision", "written"))  # type: ignore[return-value]


def span_constraint(name: str, prefix: str) -> models.CheckConstraint:
    """All three known or none, and never reversed."""
    known = {f"{name}_{part}__isnull": False for part in ("earliest", "latest", "precision")}
    unknown = dict.fromkeys(known, True)
    return models.CheckConstraint(
        condition=models.Q(**unknown)
        | models.Q(**known, **{f"{name}_earliest__lte": models.F(f"{name}_latest")}),
        name=f"{prefix}_{name}_span",
    )
