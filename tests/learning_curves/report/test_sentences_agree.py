"""Sentences of simulated studies contradict neither themselves nor the runs."""

import re

import numpy as np
import pytest

from learning_curves.answers import answered_curves, explored_errors
from learning_curves.answers.against_best import against_best
from learning_curves.answers.curve_tables import curve_tables
from learning_curves.answers.measured_curves import default_targets, measured_curves
from learning_curves.answers.shape_table import shape_table
from learning_curves.answers.statuses import BRACKETS
from learning_curves.columns import rows_of
from learning_curves.report.best import best_methods
from learning_curves.report.cautions import cautions
from learning_curves.report.doubled import twice_the_size
from learning_curves.report.lead import write_lead
from learning_curves.report.naming import names_by
from learning_curves.report.needed import sizes_needed
from learning_curves.runs import select_completed
from learning_curves.vocabulary import capitalise

from made_runs import WORDS, simulate_study

pytestmark = pytest.mark.slow

METRIC = "overallRMSE"
STUDIES = 60


def numbers(pattern, sentence):
    """Find the numbers that a pattern matches in a sentence, or an empty list."""
    found = re.search(pattern.replace("#", r"([\d,.]*\d)"), sentence)
    caught = found.groups() if found else ()
    return [float(number.replace(",", "")) for number in caught]


def named(methods, sentence):
    """List the methods that a sentence names, in its order."""
    places = {
        method: re.search(rf"\b{WORDS.label_method(method)}\b", sentence, re.I)
        for method in methods
    }
    found = {method: place.start() for method, place in places.items() if place}
    return sorted(found, key=found.get)


@pytest.fixture(scope="module")
def studies():
    """Simulate studies, and make their tables."""
    with pytest.MonkeyPatch.context() as patched:
        # They are slow, and no sentence uses them.
        patched.setattr(answered_curves, "held_out_errors", lambda curve: {})
        patched.setattr(explored_errors, "STEPS", 2)
        return list(map(tables_of, range(STUDIES)))


def tables_of(number):
    """Simulate a study, and make its tables."""
    runs, coverage = simulate_study(number)
    curves = measured_curves(runs, METRIC)
    targets = [*default_targets(curves)[::3], 1e-4]
    tables = curve_tables(runs, METRIC, targets, WORDS, draws=100)
    return {
        "runs": runs,
        "coverage": coverage,
        "curves": {method: curve for (_, _, method), curve in curves.items()},
        **tables._asdict(),
        "shapes": rows_of(shape_table(runs, WORDS), metric=METRIC),
        "against": against_best(runs, [METRIC], margin=0.1),
        "failing": failing(coverage.groupby("method")[["planned", "completed"]].sum()),
    }


def failing(counts):
    """Return the methods less than half of whose planned runs completed."""
    return set(counts.index[2 * counts["completed"] < counts["planned"]])


def test_two_sizes_have_a_bracket_and_no_more(studies):
    seen = 0
    for study in studies:
        for answer in study["answers"].itertuples():
            if len(study["curves"][answer.method].sizes) == 2 and answer.status != "not fitted":
                seen += 1
                assert answer.status == "two sizes"
                assert np.isnan([answer.needed, answer.low, answer.high]).all()
                assert re.search(
                    r"\((two sizes give|one run at each size, so) no interval\)", answer.answer
                )
    assert seen


def test_no_answer_denies_what_was_measured(studies):
    for study in studies:
        for answer in study["answers"].itertuples():
            said, largest = answer.answer, study["curves"][answer.method].sizes[-1]
            alone = answer.status in BRACKETS
            if np.isinf(answer.measured_at):
                words = "more than the # .* measured" if alone else "not reached with the # "
                assert numbers(words, said) == [largest]
            else:
                above = [answer.measured_above] * (answer.measured_above > 0)
                if alone:
                    words = "^between # and #" if above else "^# or fewer"
                else:
                    words = "measured between # and #" if above else "measured at #"
                assert numbers(words, said) == [*above, answer.measured_at]
                assert not re.search("never|if ever|not reached", said)
                assert above or not re.search(r"or more\)|interval is open", said)
            interval = numbers(r"\(# to #\)", said) or [0, *numbers(r"\(up to #\)", said)]
            interval = interval if len(interval) == 2 else []
            least = numbers("at least #", said) or interval[:1]
            disagree = (least and least[0] > answer.measured_at) or (
                interval and interval[1] < answer.measured_above
            )
            assert ("but" in said) or not disagree, said


def test_intervals_contain_their_estimates(studies):
    for study in studies:
        for answer in study["answers"].itertuples():
            interval = numbers(r"\(# to #\)", answer.answer)
            if interval:
                assert interval[0] <= answer.low <= answer.high <= interval[1]
                assert interval[0] < interval[1] or answer.low == answer.high
                estimate = numbers("about #", answer.answer)[0]
                assert interval[0] <= estimate <= interval[1]
            until = numbers(r"\(up to #\)", answer.answer)
            if until:
                assert answer.low == study["curves"][answer.method].sizes[0]
                estimate = numbers("about #", answer.answer) or numbers("# or fewer", answer.answer)
                assert max(answer.high, estimate[0]) <= until[0]


def test_an_absurd_target_is_never_promised(studies):
    for study in studies:
        absurd = rows_of(study["answers"], target_error=1e-4)
        unmeasured = absurd[np.isinf(absurd["measured_at"])]
        assert not unmeasured["status"].isin(["reached", "extrapolated"]).any()


def test_the_method_that_needs_least_is_known_to(studies):
    for study in studies:
        answers = study["answers"]
        names = names_by(study["coverage"], WORDS)
        for error in answers["target_error"].unique():
            rows = rows_of(answers, target_error=error).set_index("method")
            lead = write_lead(rows_of(study["by_error"], target_error=error), METRIC, error, names)
            assert set(lead.order) == set(rows.index)
            assert lead.known == ("no method is known" not in lead.sentence)
            first = rows.loc[lead.order[0]]
            able = rows.drop(index=list(study["failing"]), errors="ignore")
            assert first.name not in study["failing"] or able.empty or not lead.known
            assert not lead.known or named(rows.index, lead.sentence)[0] == first.name
            bounded = able[able["status"] == "reached"]
            assert bounded.empty or first["n_repetitions"] > 1
            measured = able[np.isfinite(able["measured_at"]) & (able["n_repetitions"] > 1)]
            assert measured.empty or lead.known
            if np.isfinite(rows["measured_at"]).any() and not lead.known:
                assert "but most of" in lead.sentence


def test_the_list_says_what_the_headline_says(studies):
    for study in studies:
        answers, names = study["answers"], names_by(study["coverage"], WORDS)
        (said,) = sizes_needed(answers, study["by_error"], study["coverage"], WORDS).values()
        leads = {
            capitalise(
                write_lead(rows_of(study["by_error"], target_error=error), METRIC, error, names)[0]
            )
            for error in answers["target_error"].unique()
        }
        assert set(said) == leads


def test_the_best_method_is_best_by_the_measure_that_is_named(studies):
    for study in studies:
        runs, coverage = study["runs"], study["coverage"]
        (said,) = best_methods(runs, study["against"], coverage, WORDS).values()
        usable = select_completed(runs)
        for (size, planned), sentence in zip(
            runs.groupby("size")["size_name"].first()[::-1].items(), said, strict=True
        ):
            planned_runs = rows_of(coverage, size_name=planned).set_index("method")
            errors = rows_of(usable, size=size).groupby("method")[METRIC]
            if not errors.ngroups:
                assert "no run completed" in sentence
                continue
            zero = bool((errors.min() == 0).any())
            assert ("zero counts as" in sentence) == zero
            least = usable[METRIC][usable[METRIC] > 0].min() / 2
            logs = np.log(rows_of(usable, size=size)[METRIC].replace(0, least))
            centres = np.exp(logs.groupby(usable["method"]).mean())
            able = centres.drop(index=list(failing(planned_runs)), errors="ignore")
            centres = centres if able.empty else able
            best = named(planned_runs.index, sentence.partition(" the smallest RMSE")[0])
            assert set(best) >= set(centres.index[np.isclose(centres, centres.min(), atol=0)])
            assert centres[best].to_numpy() == pytest.approx(centres.min())
            for method in named(planned_runs.index, sentence):
                of_method = planned_runs.loc[method]
                words = f"{of_method['completed']} of {of_method['planned']} runs completed"
                assert (words in sentence) or of_method["completed"] == of_method["planned"]


def test_twice_the_size_is_said_of_three_sizes_or_more(studies):
    for study in studies:
        if study["bands"].empty:
            continue
        (said,) = twice_the_size(study["bands"], study["fits"], study["coverage"], WORDS).values()
        sizes = {method: len(curve.sizes) for method, curve in study["curves"].items()}
        methods = named(sizes, said[0])
        assert all(sizes[method] > 2 for method in methods)
        fitted = set(study["fits"].dropna(subset="n_sizes")["method"])
        able = [m for m in fitted if sizes[m] > 2 and m not in study["failing"]]
        assert not (able and study["failing"] & set(methods))
        assert bool(methods) == any(sizes[method] > 2 for method in fitted)
        band = numbers(r"\(# to #\)", said[0])
        if band:
            error = numbers(r" to # \(", said[0])[0]
            assert band[0] <= error <= band[1] and band[0] < band[1]


def test_flat_is_said_where_a_fall_could_have_been_found(studies):
    flat = 0
    for study in studies:
        for shape in study["shapes"].itertuples():
            if "flat" in shape.shape:
                flat += 1
                curve = study["curves"][shape.method]
                assert curve.n_repetitions >= 6
                assert shape.shape == "flat" and shape.monotone
    assert flat


def test_cautions_are_true_of_methods_that_choose_nothing(studies):
    said = [words for study in studies for words in cautions(study["shapes"], WORDS).get("", [])]
    flagged = [sentence for sentence in said if "10 samples validate" in sentence]
    assert flagged
    assert all("a method that chooses by them" in sentence for sentence in flagged)
