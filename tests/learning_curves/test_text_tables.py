"""Values are counted in tables of all programs, and shifted rows are refused."""

import pytest

from learning_curves.errors import UserError
from learning_curves.text_tables import check_field_counts, find_separator


@pytest.mark.parametrize(
    ("first_line", "separator"),
    [
        ("soil,grass,450,460", ","),
        ("450,460,470", ","),
        ('name,"soil; wet",450,460', ","),
        ("soil;grass;450,0;460,0", ";"),
        ("450,0;552,6", ";"),
        ("soil\t450,0\t460,0", "\t"),
        ("soil grass", None),
    ],
)
def test_separators_are_distinguished_from_decimal_commas(first_line, separator):
    assert find_separator(first_line) == separator


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("a,b\n1,2\n", 2),
        ("\ufeffa,b\n1,2\n\n,\n3,\n", 2),
        ('a,b\n"1,5",2\n"two\nlines",3\n', 2),
        ("a,b\n1,2,\n3,4,\n5,6", 2),
        ("a,b,\n1,2,\n", 2),
        ("a,b,\n1,2\n", 2),
        (",a,b\n0,1,2\n", 3),
        ("a,b\n", 2),
        ("", 0),
    ],
)
def test_values_in_quotes_and_separators_at_ends_count_right(text, columns, tmp_path):
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    assert check_field_counts(tmp_path / "table.csv", ",") == columns


def test_white_space_of_any_length_separates(tmp_path):
    (tmp_path / "table.txt").write_text('  soil  "dry grass" \n0.1\t 0.2\n0.3   0.4\n')
    assert check_field_counts(tmp_path / "table.txt", None) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('a,b\n"1\n",2\n3,4,5\n', r"table.csv .* line 4 has 3 values for 2 columns.*','"),
        ("a,b\n1,2\n3\n", "line 3 has 1 value for 2 columns"),
        ("a,b\n1,2\n3,4,\n", "line 3 has 3 values for 2 columns"),
        ("a,b\n1,2,\n3,4,5\n", "line 3 has 3 values for 2 columns"),
        ("a,b,\n1,2,3\n1,2,3\n", "line 2 has 3 values for 2 columns.*in quotes"),
    ],
)
def test_another_number_of_values_is_refused_with_its_line(text, words, tmp_path):
    (tmp_path / "table.csv").write_text(text)
    with pytest.raises(UserError, match=words):
        check_field_counts(tmp_path / "table.csv", ",")


def test_names_of_rows_without_a_column_are_reported(tmp_path):
    (tmp_path / "table.txt").write_text('"a" "b"\n"1" 0.2 0.8\n"2" 0.5 0.5\n')
    with pytest.raises(UserError, match=r"line 2 has 3 values for 2 columns.*row\.names = FALSE"):
        check_field_counts(tmp_path / "table.txt", None)
