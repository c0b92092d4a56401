"""Several studies stand side by side in one figure and one table."""

import pytest

from learning_curves.report.several import compare_answers, join_explored

from made_runs import WORDS


def explored(methods, data_set="field", marks=(0.1, 0.2)):
    """Make the data of a figure with one place, whose answers name the method and the error."""
    errors = [0.1, 0.15, 0.2]
    return {
        "metrics": ["RMSE"],
        "places": [{"data_set": data_set, "condition": "standard", "estimand": ""}],
        "methods": [{"name": name, "label": name.upper()} for name in methods],
        "curves": [
            {
                "metric": 0,
                "place": 0,
                "method": i,
                "answers": [[1, 1, 1, "reached", f"{name} at {error:g}"] for error in errors],
            }
            for i, name in enumerate(methods)
        ],
        "sliders": [
            {
                "metric": 0,
                "place": 0,
                "errors": errors,
                "marks": list(marks),
                "sentences": [f"first at {error:g}" for error in errors],
                "orders": [list(range(len(methods)))[::-1] for _ in errors],
            }
        ],
        "start": 0.1,
        "names": {name: name.upper() for name in methods},
        "runs_left_out": False,
    }


def test_one_study_is_joined_with_nothing():
    joined = join_explored(["trial"], [explored(["a", "b"])])
    assert joined["places"] == [
        {"data_set": "field", "condition": "standard", "estimand": "", "study": 0}
    ]
    assert joined["sliders"][0]["sentences"][0] == "On field, first at 0.1"
    assert compare_answers(joined, WORDS) == []


def test_places_of_studies_stand_side_by_side_and_methods_of_one_name_are_one():
    joined = join_explored(["2023", "2024"], [explored(["a", "b"]), explored(["b", "c"])])
    assert [place["data_set"] for place in joined["places"]] == ["field (2023)", "field (2024)"]
    assert [method["name"] for method in joined["methods"]] == ["a", "b", "c"]
    assert [(curve["place"], curve["method"]) for curve in joined["curves"]] == [
        (0, 0),
        (0, 1),
        (1, 1),
        (1, 2),
    ]
    assert joined["sliders"][1]["orders"][0] == [2, 1]
    assert joined["sliders"][1]["sentences"][0] == "On field (2024), first at 0.1"


def test_a_data_set_called_as_its_study_is_named_once():
    joined = join_explored(["x", "y"], [explored(["a"], "x"), explored(["a"], "y")])
    assert [place["data_set"] for place in joined["places"]] == ["x", "y"]


@pytest.mark.parametrize("marks", [(0.1,), (0.2, 0.1)])
def test_answers_to_shared_targets_are_compared(marks):
    joined = join_explored(["2023", "2024"], [explored(["a", "b"]), explored(["b"], marks=marks)])
    compared = compare_answers(joined, WORDS)
    assert [answers.title for answers in compared] == [f"RMSE {mark:g}" for mark in sorted(marks)]
    assert compared[0].places == ["field (2023)", "field (2024)"]
    assert compared[0].rows == [("A", ["a at 0.1", ""]), ("B", ["b at 0.1", "b at 0.1"])]
