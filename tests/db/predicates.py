"""Predicates and rows for the property tests of their compilers."""

from datetime import date

from hypothesis import strategies as st

from cairn.kernel.predicates import And, Before, Eq, In, Never, Or

DAYS = [date(2020, 1, 1), date(2025, 6, 30), date(2026, 11, 22)]
VALUES = {
    "owner": ["org-AAAAAAAAAA-1", "org-BBBBBBBBBB-2", "org-CCCCCCCCCC-3"],
    "state": ["ITA", "NER", "ita"],
    "audience_class": ["open", "organisation"],
    "section": ["open", "detections", ""],
    "period": DAYS,
    "embargo_until": DAYS,
    "shared_with": ["grp-AAAAAAAAAA-1", "grp-BBBBBBBBBB-2"],
}
NEVER_NULL = {"owner", "audience_class", "section", "embargo_until"}
DATED = ["period", "embargo_until"]


def _of(column):
    values = st.sampled_from(VALUES[column])
    sets = st.frozensets(st.one_of(values, st.none()), max_size=3)
    return st.one_of(
        st.builds(Eq, st.just(column), st.one_of(values, st.none())),
        st.builds(In, st.just(column), sets),
    )


LEAVES = st.one_of(
    st.just(Never()),
    st.sampled_from(sorted(VALUES)).flatmap(_of),
    st.builds(Before, st.sampled_from(DATED), st.sampled_from(DAYS)),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
ROWS = st.fixed_dictionaries(
    {
        column: st.sampled_from(values if column in NEVER_NULL else [*values, None])
        for column, values in VALUES.items()
    }
)
