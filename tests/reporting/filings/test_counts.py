"""What a cell is of, as one text: no two cells share a key, and it can be read back."""

from hypothesis import given
from hypothesis import strategies as st

from cairn.reporting.filings.counts import dims_of, key_of

places = st.text(st.sampled_from("ab|=\\ep"), min_size=1, max_size=8)
dims = st.fixed_dictionaries(
    {}, optional={"origin": st.sampled_from(["NER", "MLI"]), "place": places, "role": places}
)


@given(dims)
def test_a_key_can_be_read_back(given_):
    assert dims_of(key_of("dead", given_).split("|", 2)[2] if given_ else "") == given_


@given(dims, dims)
def test_two_cells_never_share_a_key(one, other):
    assert (key_of("dead", one) == key_of("dead", other)) == (one == other)
