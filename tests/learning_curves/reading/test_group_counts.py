"""A table that counts groups of samples has campaigns."""

import numpy as np
import pandas as pd
import pytest

from learning_curves import Costs, read_runs, report
from learning_curves.__main__ import main
from learning_curves.errors import UserError

COUNTS = ["n_groups", "n_test_groups", "n_all_groups"]


def make_table(per_group=(1, 4), groups=(3, 6, 12), seeds=20):
    """Make runs of plots whose error falls as one over the root of the plots, and of no plots."""
    draws = np.random.default_rng(0)
    rows = [
        (f"{each} each", "ridge", count * each, seed, each**-0.3 * count**-0.5 * spread, count)
        for each in per_group
        for count in groups
        for seed in range(seeds)
        for spread in [np.exp(draws.normal(0, 0.2))]
    ]
    rows += [("random", "ridge", n, seed, 0.3 * n**-0.5, np.nan) for n in groups for seed in (0, 1)]
    table = pd.DataFrame(rows, columns=["condition", "method", "n", "seed", "error", "n_groups"])
    known = table["n_groups"].notna()
    return table.assign(
        n_test_groups=np.where(known, 8, np.nan), n_all_groups=np.where(known, 24, np.nan)
    )


def test_counts_are_found_by_their_usual_names_and_by_given_ones():
    table = make_table()
    runs = read_runs(table)
    assert runs.notes == ()
    pd.testing.assert_frame_equal(runs.table[COUNTS], table[COUNTS], check_dtype=False)
    usual = ["n_plots", "n_test_plots", "n_all_plots"]
    renamed = table.rename(columns=dict(zip(COUNTS, usual, strict=True)))
    pd.testing.assert_frame_equal(read_runs(renamed).table, runs.table)
    own = table.rename(
        columns={"n_groups": "visited", "n_test_groups": "left", "n_all_groups": "of"}
    )
    named = read_runs(own, n_groups="visited", n_test_groups="left", n_all_groups="of")
    pd.testing.assert_frame_equal(named.table, runs.table)


def test_a_table_without_groups_has_no_counts():
    table = make_table()
    assert not set(COUNTS) & set(read_runs(table.drop(columns=COUNTS)).table)
    assert not set(COUNTS) & set(read_runs(table.assign(**dict.fromkeys(COUNTS))).table)
    # Its plots are its sizes.
    sizes = table.drop(columns=COUNTS).rename(columns={"n": "n_plots"})
    assert read_runs(sizes, size="n_plots").notes == ()


def test_counts_that_lack_one_are_said_to_give_no_campaigns():
    runs = read_runs(make_table().drop(columns="n_all_groups"))
    assert not set(COUNTS) & set(runs.table)
    (note,) = runs.notes
    assert note.startswith("n_groups and n_test_groups count groups, but no campaigns are planned")
    assert "--n-all-groups" in note


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("n_groups", 2.5, "Line 2, column 'n_groups': '2.5' is not a whole number"),
        ("n_groups", 0, "'0.0' is not a whole number"),
        ("n_test_groups", np.nan, "column 'n_test_groups': '' is not a whole number"),
        ("n_groups", 17, "column 'n_all_groups': '24.0' is less than n_groups and n_test_groups"),
    ],
)
def test_counts_that_cannot_be_are_refused_with_their_line(column, value, words):
    table = make_table()
    table.loc[0, column] = value
    with pytest.raises(UserError, match=words):
        read_runs(table)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--assurance", "80"], "such as 0.9 for nine of ten"),
        (
            ["--costs", "pixel=3"],
            "'pixel=3' is not a cost: write group=..., sample=... and travel=",
        ),
        (["--costs", "group"], "'group' is not a cost"),
        (["--costs", "group=-1"], "a cost is a number of 0 or more"),
        (["--costs", "group=many"], "a cost is a number of 0 or more"),
        (["--costs", "group=0", "sample=0"], "Nothing costs anything"),
    ],
)
def test_mistaken_costs_end_in_a_sentence(tmp_path, options, words):
    make_table().to_csv(tmp_path / "mine.csv", index=False)
    with pytest.raises(SystemExit, match=words):
        main(["answer", str(tmp_path / "mine.csv"), *options])


@pytest.mark.slow
def test_the_command_plans_campaigns_at_the_costs_that_are_given(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    make_table().to_csv("mine.csv", index=False)
    costs = ["--costs", "group=45", "sample=3", "travel=20", "unit=minutes"]
    main(
        ["answer", "mine.csv", "--targets", "0.3", "--assurance", "0.8", "--group", "plot", *costs]
    )
    campaigns = pd.read_csv("mine-answers/tables/campaigns.csv")
    assert set(campaigns["condition"]) == {"1 each", "4 each"}
    assert set(campaigns["assurance"]) == {0.8}
    four = campaigns.set_index("condition").loc["4 each"]
    assert four["samples_per_group"] == pytest.approx(4)
    # 80 % of campaigns err less than exp(0.84 * 0.2) times the median one.
    expected = (4**-0.3 * np.exp(0.84 * 0.2) / 0.3) ** 2
    assert four["groups"] == pytest.approx(expected, rel=0.25)
    price = 45 * four["groups"] + 3 * four["size"] + 20 * (four["groups"] - 1)
    assert four["cost"] == pytest.approx(price)
    assert (tmp_path / "mine-answers/figures/campaign_costs.svg").exists()
    ratios = pd.read_csv("mine-answers/tables/group_ratios.csv")
    assert set(ratios["random_condition"]) == {"random"}
    page = (tmp_path / "mine-answers/report.html").read_text()
    lead = page[page.index('id="answer"') : page.index('id="estimand"')]
    assert "Condition random" in lead and "Condition random" in capsys.readouterr().out
    assert "Campaigns</h2>" in page
    assert "Costs are in minutes: 45 for each plot, 20 for the way to the next, and 3 for" in page


@pytest.mark.slow
def test_a_report_from_python_has_campaigns_if_the_runs_have_groups(tmp_path):
    table = make_table()
    report(read_runs(table), tmp_path / "a", [0.3], assurance=0.5, costs=Costs(group=2, sample=0))
    campaigns = pd.read_csv(tmp_path / "a/tables/campaigns.csv")
    assert campaigns["cost"].to_numpy() == pytest.approx(2 * campaigns["groups"])
    report(read_runs(table.drop(columns=COUNTS)), tmp_path / "b", [0.3])
    assert not (tmp_path / "b/tables/campaigns.csv").exists()
