"""A published table that does not fit its study is refused."""

import pandas as pd
import pytest

from learning_curves.errors import UserError
from unmixing.study.published_tables import P_VALUE_COLUMNS, check_p_values, check_published

from shared import ROOT

PUBLISHED = ROOT / "config/published/multibranch.csv"


def algorithms():
    published = pd.read_csv(PUBLISHED)
    return {f"m{i}": name for i, name in enumerate(published["algorithm"].unique())}


def test_the_shipped_table_fits_the_study_of_the_paper():
    check_published(PUBLISHED, ["samson", "jasper", "urban"], algorithms())


@pytest.mark.parametrize(
    ("scenes", "models", "words"),
    [
        (["samson", "jasper"], {}, "Unknown scene .*'urban'"),
        (["samson", "jasper", "urban"], {"m0": "LNM"}, r"models\.m0.*'LNM'.*Did you mean 'LMM'"),
        (["samson", "jasper", "urban"], {"m14": "LMM"}, "no model of the study is published_as"),
    ],
)
def test_a_published_table_that_does_not_fit_is_refused(scenes, models, words):
    with pytest.raises(UserError, match=words):
        check_published(PUBLISHED, scenes, algorithms() | models)


def test_an_invalid_published_number_is_found_by_its_line(tmp_path):
    path = tmp_path / "published.csv"
    path.write_text("scene,algorithm,n_train_pixels,metric,value\nsamson,A,60,overallRMSE,low\n")
    with pytest.raises(UserError, match="line 2"):
        check_published(path, ["samson"], {"mine": "A"})


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("samson,A,B,60,<0.001", "line 2: a number is missing"),
        ("samsom,A,B,60,0.1", "line 2: 'samsom'.*Did you mean 'samson'"),
        ("samson,A,C,60,0.1", "algorithm in .*line 2: 'C'"),
    ],
)
def test_a_published_p_value_that_does_not_fit_is_found_by_its_line(tmp_path, row, words):
    path = tmp_path / "p_values.csv"
    path.write_text(",".join(P_VALUE_COLUMNS) + f"\n{row}\n")
    with pytest.raises(UserError, match=words):
        check_p_values(path, ["samson"], {"a": "A", "b": "B"})
