"""What may be told of fees: quantiles of enough observations, in two significant digits.

The median and the quartiles from 20 observations on, the tenth and ninetieth percentile from 50,
if the observations of the contributors hide each other by the residual rule, for every viewer.
Nothing else is told: no minimum, maximum, mean, outlier or single point. The number of observations
is told as a band.

Quantiles: the ordered observations, linear between neighbours (Hyndman and Fan, The American
Statistician 50 (1996) 361, type 7).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cairn.kernel.cells import Cell
from cairn.releases.disclosure.bands import band
from cairn.releases.disclosure.residual import hidden
from cairn.releases.disclosure.rules import Rule
from cairn.releases.disclosure.viewers import PUBLIC, Viewer
from cairn.releases.folder import Band


@dataclass(frozen=True, slots=True)
class Quantiles:
    """In the currency of the observations; withheld where the rule wants more of them."""

    p10: Decimal | Cell
    p25: Decimal | Cell
    p50: Decimal | Cell
    p75: Decimal | Cell
    p90: Decimal | Cell
    n: int | Band | Cell


def fees(
    paid: Mapping[str, Sequence[int | Decimal]], rule: Rule, viewers: Collection[Viewer]
) -> Quantiles:
    """Of the fees that each contributor observed, each above zero or zero, of one leg and one
    currency. Viewers know whole contributors here (`Viewer.owners`); the public is always one."""
    every = sorted(Fraction(one) for amounts in paid.values() for one in amounts)
    if every and every[0] < 0:
        raise ValueError(f"a fee cannot be negative: {every[0]}")
    hiding = all(
        hidden((len(a) for o, a in paid.items() if o not in one.owners), rule.contributions.p)
        for one in (PUBLIC, *viewers)
    )
    if len(every) < rule.fees.middle_from or not hiding:
        return Quantiles(*[Cell.WITHHELD] * 6)

    def told(part: int) -> Decimal:
        return significant(quantile(every, Fraction(part, 100)), rule.fees.digits)

    tails = len(every) >= rule.fees.tails_from
    return Quantiles(
        p10=told(10) if tails else Cell.WITHHELD,
        p25=told(25),
        p50=told(50),
        p75=told(75),
        p90=told(90) if tails else Cell.WITHHELD,
        n=band(len(every), rule.bands.numbers),
    )


def quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """Type 7 of an ordered sequence that is not empty; exact."""
    at = (len(ordered) - 1) * part
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (at - below) * (ordered[above] - ordered[below])


def significant(value: Fraction, digits: int) -> Decimal:
    """Rounded to so many significant digits, halves up: 1,249 is 1200, 0.0455 is 0.046."""
    if not value:
        return Decimal(0)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    step = Decimal(1).scaleb(exact.adjusted() - digits + 1)
    return (exact / step).to_integral_value(ROUND_HALF_UP) * step
