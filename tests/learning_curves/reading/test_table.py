"""Users' tables are read as runs, or refused with line and column."""

import numpy as np
import pytest

from learning_curves.errors import UserError
from learning_curves.reading.columns import Columns
from learning_curves.reading.table import read_as_runs, read_cells

COLUMNS = Columns("method", "size", "seed", ("error",))
HEADER = "method,size,seed,error\n"


def read(tmp_path, text, columns=COLUMNS):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return read_as_runs(read_cells(path), columns, "mine")


def test_rows_are_runs_of_the_usual_table(tmp_path):
    runs = read(tmp_path, f"{HEADER}svm, 10, 0, 0.5\n007,1e3,1,2e-1\n")
    assert runs.iloc[0].to_dict() == {
        "data_set": "mine",
        "condition": "standard",
        "method": "svm",
        "size_name": "10",
        "repetition": 0,
        "size": 10,
        "status": "completed",
        "error": 0.5,
    }
    assert runs.loc[3, ["method", "size", "error"]].tolist() == ["007", 1000, 0.2]


def test_runs_without_a_finite_error_have_diverged(tmp_path):
    rows = "".join(f"svm,10,{i},{error}\n" for i, error in enumerate(["", "nan", "inf", "NA", "1"]))
    runs = read(tmp_path, HEADER + rows)
    assert runs["status"].tolist() == ["diverged"] * 4 + ["completed"]
    assert np.isnan(runs["error"].iloc[2])


def test_tables_of_spreadsheets_are_read(tmp_path):
    """Semicolons, a byte order mark, and empty lines."""
    runs = read(tmp_path, "\ufeffmethod;size;seed;error\nsvm;10;0;0.5\n\n;;;\nsvm;20;0;0.4\n")
    assert runs["size"].tolist() == [10, 20]


def test_a_separator_at_the_end_of_every_row_does_not_count(tmp_path):
    for header in (HEADER, "method,size,seed,error,\n"):
        runs = read(tmp_path, f"{header}svm,10,0,0.5,\nsvm,20,0,0.4,\n")
        assert runs["size"].tolist() == [10, 20]
        assert runs["error"].tolist() == [0.5, 0.4]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("svm,10,0,0.5,7\nsvm,20,0,0.4,8\n", "line 2 has 5 values for 4 columns"),
        ("svm,10,0,0.5\n\nsvm,20,0,0,4\n", "line 4 has 5 values for 4 columns.*in quotes"),
        ("svm,10,0.5\n", "line 2 has 3 values for 4 columns.*leave a cell empty"),
        ("1,svm,10,0,0.5\n2,svm,20,0,0.4\n", "line 2 has 5 values .* row.names = FALSE"),
    ],
)
def test_rows_of_other_lengths_than_the_header_are_refused(tmp_path, rows, words):
    with pytest.raises(UserError, match=words):
        read(tmp_path, HEADER + rows)


def test_every_error_has_a_column(tmp_path):
    columns = COLUMNS._replace(errors=("error", "angle"))
    runs = read(tmp_path, "method,size,seed,error,angle\nsvm,10,0,0.5,0.7\n", columns)
    assert runs[["error", "angle"]].to_numpy().tolist() == [[0.5, 0.7]]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("svm,10,0,0.5\n\nsvm,20,0,half\n", "Line 4, column 'error': 'half' is not a number"),
        ('svm,10,0,"0,5"\n', "a number has a decimal point, not a comma"),
        ("svm,10,0,52.4 %\n", "'52.4 %' is not a number .write it without the sign %"),
        ("svm,ten,0,0.5\n", "Line 2, column 'size': 'ten' is not a number"),
        (
            "svm,0.1,0,0.5\nsvm,0.2,0,0.5\n",
            "'0.1' is not a whole number of 1 or more, and so in 1 more",
        ),
        ("svm,10,0,-0.5\n", "'-0.5' is below zero"),
        (",10,0,0.5\n", "column 'method': '' is empty"),
        ("svm,10,,0.5\n", "column 'seed': '' is empty"),
        (
            "svm,10,0,1\nknn,10,0,1\nsvm,10,0,2\n",
            "Lines 2 and 4 are both of svm with 10, repetition 0",
        ),
        ("", "no rows"),
    ],
)
def test_what_is_wrong_is_said_by_line_and_column(tmp_path, rows, words):
    with pytest.raises(UserError, match=words):
        read(tmp_path, HEADER + rows)


def test_files_that_are_not_tables_are_refused(tmp_path):
    (tmp_path / "image.csv").write_bytes(bytes(range(256)))
    for path, words in (
        (tmp_path / "none.csv", "No such file"),
        (tmp_path, "Is a directory"),
        (tmp_path / "image.csv", "not a table"),
    ):
        with pytest.raises(UserError, match=words):
            read_cells(path)
