"""Sentences use the words of a study."""

import dataclasses

import pytest

from learning_curves.answers.estimand import geometric_mean
from learning_curves.vocabulary import Vocabulary, capitalise

from made_runs import WORDS


def test_a_study_without_words_has_plain_ones():
    plain = Vocabulary()
    assert plain.error == plain.error_name == "error"
    assert plain.data_sets == "data sets"
    assert plain.count_repetitions(1) == "1 seed"
    assert plain.count_repetitions(3) == "3 seeds"
    assert geometric_mean(plain) == "geometric mean over completed runs"


def test_names_are_said_as_a_reader_says_them():
    assert WORDS.label_method("unmixing_cube_based_cnn") == "cube-based CNN"
    assert WORDS.label_method("kernel_ridge") == "kernel ridge"
    assert WORDS.label_metric("overallRMSE") == "abundance RMSE"
    assert WORDS.label_metric("training_time") == "training time (s)"
    assert WORDS.label_metric("class0_RMSE") == "class0 RMSE"


def test_conditions_are_described_where_there_are_words():
    told = dataclasses.replace(WORDS, conditions={"plot": "pixels of one plot"})
    assert told.describe_condition("plot") == "pixels of one plot"
    assert told.describe_condition("long_training") == "long training"


def test_columns_in_files_are_named_both_ways():
    assert WORDS.own_names["n_train_pixels"] == "size"
    assert {WORDS.names[name] for name in WORDS.own_names.values()} == set(WORDS.own_names)


@pytest.mark.parametrize(
    ("words", "capitalised"),
    [("kernel ridge errs", "Kernel ridge errs"), ("mNN errs", "mNN errs"), ("CNN", "CNN")],
)
def test_a_sentence_begins_with_a_capital_unless_a_name_has_its_own(words, capitalised):
    assert capitalise(words) == capitalised
