"""The compiler from `kernel.predicates` to Django's `Q`; a property test compares it with them."""

from django.db.models import Q

from cairn.kernel.predicates import And, Before, Eq, In, Never, Or, Predicate

NOTHING = Q(pk__in=[])


def compile_q(predicate: Predicate) -> Q:
    """Return the filter for a model that has the columns of `kernel.predicates.COLUMNS`."""
    match predicate:
        case Never():
            return NOTHING
        case Eq(column, value):
            return Q(**{column: value}) if value is not None else NOTHING
        case In(column, values):
            known = [value for value in values if value is not None]
            return Q(**{f"{column}__in": sorted(known, key=str)}) if known else NOTHING
        case Before(column, day):
            return Q(**{f"{column}__lte": day})
        case And(parts):
            if not parts:
                return NOTHING
            found = Q()
            for part in parts:
                found &= compile_q(part)
            return found
        case Or(parts):
            found = NOTHING
            for part in parts:
                found |= compile_q(part)
            return found
