"""Values have one spelling, however often and in whatever order they are spelt."""

from hypothesis import given, settings
from hypothesis import strategies as st

from unmixing.study.reading import complete
from unmixing.study.spelling import canonical

NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.none(),
)
VALUES = st.recursive(
    NUMBERS | st.text(max_size=12) | NUMBERS.map(str),
    lambda parts: st.lists(parts, max_size=4) | st.dictionaries(st.text(max_size=6), parts),
    max_leaves=12,
)
STUDIES = st.fixed_dictionaries(
    {
        "study": st.sampled_from(["small", "2024", "1e3"]),
        "scenes": st.just({"field": {"format": "npy"}}),
        "models": st.dictionaries(
            st.sampled_from(["ridge", "unmixing_mine", "007"]),
            st.fixed_dictionaries({}, optional={"epochs": st.integers(1, 9)}),
            min_size=1,
        ),
        "train_sizes": st.lists(st.integers(10, 99) | st.floats(0.01, 0.9), min_size=1),
    },
    optional={"seeds": st.integers(1, 9) | st.lists(st.integers(0, 9), min_size=1)},
)


@given(VALUES)
@settings(max_examples=200, deadline=None)
def test_spelling_again_changes_nothing(value):
    assert repr(canonical(canonical(value))) == repr(canonical(value))


@given(st.dictionaries(st.text(max_size=6), VALUES))
@settings(max_examples=100, deadline=None)
def test_the_order_of_keys_does_not_count(value):
    turned = dict(reversed(value.items()))
    assert repr(canonical(turned)) == repr(canonical(value))


@given(st.integers(-(10**9), 10**9))
@settings(deadline=None)
def test_a_whole_number_is_an_integer_however_it_is_written(number):
    spellings = [number, float(number), str(number), f"{number}.0", f"[{number}]"]
    assert [repr(canonical(spelling)) for spelling in spellings] == [
        *[repr(number)] * 4,
        repr([number]),
    ]


@given(STUDIES)
@settings(max_examples=50, deadline=None)
def test_a_complete_config_is_complete(config):
    once = complete(config)
    assert repr(complete(once)) == repr(once)
