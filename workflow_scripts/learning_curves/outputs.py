"""The list of outputs: the function that makes each, its inputs, and where it is shown.

Snakemake's rules, the command and the page are made from it. Functions are given by name, so
reading the list imports nothing.
"""

import pkgutil
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from learning_curves.vocabulary import Vocabulary, capitalise


class File(NamedTuple):
    """A file of an output.

    Attributes
    ----------
    name : str
        Name without suffix; a `{data_set}` in it makes one file per data set.
    kind : str
        A table is a CSV; a figure is an SVG and a PNG.
    section : str
        Section of the page; empty if the page does not show it.
    caption : str
        Name of its caption, if that differs from the name of the file.
    formats : tuple of str
        Suffixes; empty for the usual ones of its kind.
    """

    name: str
    kind: Literal["table", "figure"]
    section: str = ""
    caption: str = ""
    formats: tuple[str, ...] = ()

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The suffixes of its formats."""
        return self.formats or ((".csv",) if self.kind == "table" else (".svg", ".png"))

    def stem(self, vocabulary: Vocabulary) -> str:
        """Return its name in the words of a study."""
        return vocabulary.names.get(self.name, self.name)


class Output(NamedTuple):
    """Files that one function makes.

    Attributes
    ----------
    name : str
        Name of the rule that makes them.
    function : str
        Module and function, joined by a colon. It takes the inputs, then the options, then the
        vocabulary, and returns a table (or a tuple of tables, one per file) or a figure.
    reads : tuple of str
        Names of its inputs: tables, or others that the caller knows.
    files : tuple of File
        The files it makes.
    message : str
        What it does. Words in braces come from the vocabulary, or from the job: the name of its
        `{data_set}` or `{method}`, or an input.
    options : tuple of str
        Names of settings of the study.
    category : str
        Category of the files in Snakemake's report.
    only_with : str
        What a study needs for this output to be useful (`times`, `conditions`, `groups`,
        `data_sets` or `further_data`); empty for nothing.
    minutes : int
        Upper limit of its duration.
    processes : int
        How many it uses at most; it then has the option of this name.
    shows : str
        What a figure shows, for readers who do not see it, with words in braces as in `message`; of
        the job it knows the options.
    """

    name: str
    function: str
    reads: tuple[str, ...]
    files: tuple[File, ...]
    message: str
    options: tuple[str, ...] = ()
    category: str = "Answers"
    only_with: str = ""
    minutes: int = 20
    processes: int = 1
    shows: str = ""

    @property
    def module(self) -> str:
        """The module of its function."""
        return self.function.partition(":")[0]


class Section(NamedTuple):
    """A section of the page.

    Attributes
    ----------
    name : str
        Name by which files refer to it.
    title : str
        Its heading, with words of the vocabulary in braces.
    function : str
        Module and function that write its sentences, as in `Output`; empty for none.
    reads, options : tuple of str
        As in `Output`.
    only_if_said : bool
        Whether to leave it out, with its files, if there is no sentence.
    leads : bool
        Whether its sentences stand below the answer that the page opens with, too.
    controls : str
        Module and function that return the data of its controls, as in `Output`; empty for none.
    controls_read : tuple of str
        Their inputs; they have the options of the section.
    """

    name: str
    title: str
    function: str = ""
    reads: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    only_if_said: bool = False
    leads: bool = False
    controls: str = ""
    controls_read: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        """The module of its function; empty without one."""
        return self.function.partition(":")[0]


# Tables of runs, from which all outputs are made.
RUN_FILES = (File("coverage", "table", "runs"), File("runs", "table", "runs"))

OUTPUTS = (
    Output(
        "summarize_runs",
        "learning_curves.summary:summary_table",
        ("runs",),
        (File("summary", "table", "runs"),),
        "Summarising runs over {repetitions}",
        category="Tables",
    ),
    Output(
        "plot_learning_curves",
        "learning_curves.figures.learning_curves:learning_curves",
        ("runs", "summary"),
        (File("learning_curves", "figure", "best"),),
        "Plotting error against training-set size",
        shows="Lines: the mean error of each method falling or rising with the {sizes}, with 95 % "
        "bands and single runs as dots; a panel for each of the {data_sets}, conditions and errors",
        options=("targets",),
        category="Figures",
    ),
    Output(
        "plot_times",
        "learning_curves.figures.times:times",
        ("runs",),
        (File("times", "figure", "runs"),),
        "Plotting training and inference time",
        shows="Lines: the median seconds that each method takes to train and to predict, against "
        "the {sizes}",
        category="Figures",
        only_with="times",
    ),
    Output(
        "fit_learning_curves",
        "learning_curves.answers.curve_tables:learning_curve_tables",
        ("runs",),
        (
            File("learning_curve_fits", "table", "cautions"),
            File("fitted_curves", "table", "doubled", "fitted_curves_table"),
            File("sample_sizes", "table", "needed"),
            File("fewest_needed", "table", "needed"),
            File("sample_sizes_by_error", "table", "needed"),
        ),
        "Fitting learning curves and answering how many {sizes} are needed",
        options=("targets", "assurance", "processes"),
        minutes=30,
        processes=2,
    ),
    Output(
        "compare_data_efficiency",
        "learning_curves.answers.data_efficiency_table:data_efficiency_table",
        ("runs",),
        (File("data_efficiency", "table", "doubled"),),
        "Comparing what methods make of their {training_data}",
    ),
    Output(
        "check_curve_shapes",
        "learning_curves.answers.shape_table:shape_table",
        ("runs",),
        (File("curve_shapes", "table", "cautions"),),
        "Checking the shapes of learning curves",
    ),
    Output(
        "compare_methods",
        "learning_curves.answers.method_tables:method_tables",
        ("runs",),
        (
            File("comparisons", "table", "best"),
            File("against_best", "table", "best"),
            File("mean_ranks", "table", "best"),
        ),
        "Comparing methods over paired {repetitions}",
        options=("margin",),
        minutes=30,
    ),
    Output(
        "compare_conditions",
        "learning_curves.answers.condition_tables:condition_tables",
        ("runs",),
        (
            File("condition_effects", "table", "conditions"),
            File("region_effects", "table", "conditions"),
            File("break_even", "table", "without_labels"),
        ),
        "Comparing conditions, and {training_data} with none",
        options=("first_condition", "label_free"),
    ),
    Output(
        "compare_groups",
        "learning_curves.answers.group_ratios:group_ratios",
        ("runs", "condition_effects"),
        (File("group_ratios", "table", "group_ratios"),),
        "Comparing other {groups} with random {sizes}",
        options=("label_free",),
        only_with="groups",
    ),
    Output(
        "plot_group_ratios",
        "learning_curves.figures.group_ratios:group_ratios",
        ("group_ratios",),
        (File("group_ratios", "figure", "group_ratios", "group_ratios_figure"),),
        "Plotting errors on other {groups} over those of random {sizes}",
        shows="Lines: how many times as much each method errs on other {groups} as random {sizes} "
        "say, against the {sizes}, with 95 % intervals",
        only_with="groups",
    ),
    Output(
        "exchange_training_data",
        "learning_curves.answers.exchange_rates:exchange_rate_table",
        ("runs",),
        (File("exchange_rates", "table", "further_data"),),
        "Comparing further training data with {training_data}",
        options=("helped", "costs"),
        only_with="further_data",
    ),
    Output(
        "plot_exchange_rates",
        "learning_curves.figures.exchange_rates:exchange_rates_figure",
        ("exchange_rates",),
        (File("exchange_rates", "figure", "further_data", "exchange_rates_figure"),),
        "Plotting what further training data save",
        shows="Points: the {sizes} that a method needs alone over those that it needs with further "
        "training data, for the same error",
        only_with="further_data",
    ),
    Output(
        "compare_over_data_sets",
        "learning_curves.answers.across_data_sets:compare_over_data_sets",
        ("data_efficiency", "condition_effects"),
        (File("across_data_sets", "table", "another"),),
        "Predicting ratios on other {data_sets}",
        only_with="data_sets",
    ),
    Output(
        "plan_campaigns",
        "learning_curves.answers.campaigns:campaign_tables",
        ("runs",),
        (
            File("campaigns", "table", "campaigns"),
            File("campaigns_by_error", "table", "campaigns"),
        ),
        "Answering what campaigns cost that reach target errors",
        options=("targets", "assurance", "costs"),
        only_with="groups",
        minutes=30,
    ),
    Output(
        "plot_campaigns",
        "learning_curves.figures.campaign_costs:campaign_costs",
        ("campaigns_by_error",),
        (File("campaign_costs", "figure", "campaigns"),),
        "Plotting target errors against the costs of campaigns",
        shows="Lines: the error that most campaigns reach, against their cost, a line for each "
        "design, and rings around the cheapest",
        only_with="groups",
    ),
    Output(
        "plot_sample_sizes",
        "learning_curves.figures.sizes_needed:sizes_needed",
        ("sample_sizes", "runs"),
        (File("sample_sizes", "figure", "needed", "sample_sizes_figure"),),
        "Plotting the {sizes} that target errors need",
        shows="Points with 95 % intervals: the {sizes} that each method needs for each target "
        "error; an arrow has no upper end",
    ),
    Output(
        "plot_fitted_curves",
        "learning_curves.figures.fitted_curves:fitted_curves",
        ("runs", "fitted_curves", "curve_shapes", "published"),
        (File("fitted_curves_{data_set}", "figure", "needed", "fitted_curves"),),
        "Plotting fitted learning curves of {data_set}",
        shows="A panel for each method: its single runs, geometric means, fitted curve with its "
        "95 % band, and in grey the curves of the others",
    ),
    Output(
        "plot_data_efficiency",
        "learning_curves.figures.size_ratios:size_ratios",
        ("data_efficiency",),
        (File("data_efficiency", "figure", "doubled", "data_efficiency_figure"),),
        "Plotting how many times the {training_data} of one method another needs",
        shows="A matrix for each of the {data_sets}: how many times the {sizes} of the column's "
        "method the row's method needs for the same error",
    ),
    Output(
        "plot_error_against_time",
        "learning_curves.figures.error_against_time:error_against_time",
        ("runs",),
        (File("error_against_time", "figure", "best"),),
        "Plotting error against training and inference time",
        shows="Points: the mean error of each method against its seconds to train and to predict, "
        "larger with more {sizes}, with steps along what nothing beats in both",
        only_with="times",
    ),
    Output(
        "plot_comparisons",
        "learning_curves.figures.win_matrices:win_matrices",
        ("comparisons",),
        (File("win_matrices", "figure", "best"),),
        "Plotting wins",
        shows="A matrix for each of the {data_sets}: on how many {repetitions} the method of the "
        "row errs less than the method of the column",
    ),
    Output(
        "plot_mean_ranks",
        "learning_curves.figures.critical_difference:critical_difference",
        ("runs",),
        (File("critical_difference", "figure", "best"),),
        "Plotting mean ranks",
        shows="Methods on a line by their mean rank over {data_sets}; bars join those that are not "
        "shown to differ",
        options=("first_condition",),
    ),
    Output(
        "plot_conditions",
        "learning_curves.figures.condition_curves:condition_curves",
        ("runs", "condition_effects", "region_effects", "break_even"),
        (File("condition_curves", "figure", "conditions"),),
        "Plotting learning curves by condition",
        shows="Lines: error against {sizes} under each condition, a panel for each method, and the "
        "ratios to the first condition with 95 % intervals",
        options=("label_free",),
        only_with="conditions",
    ),
)

NEEDED = Section(
    "needed",
    "{sizes} needed",
    "learning_curves.report.needed:sizes_needed",
    ("sample_sizes", "sample_sizes_by_error", "coverage"),
)
CONDITIONS = Section(
    "conditions",
    "What conditions cost",
    "learning_curves.report.conditions:condition_costs",
    ("condition_effects", "region_effects", "against_best", "lacking"),
    only_if_said=True,
)
CAUTIONS = Section(
    "cautions", "Cautions", "learning_curves.report.cautions:cautions", ("curve_shapes",)
)
CAMPAIGNS = Section(
    "campaigns",
    "Campaigns",
    "learning_curves.report.campaigns:say_campaigns",
    ("campaigns",),
    ("costs",),
    only_if_said=True,
    controls="learning_curves.report.campaigns:price_data",
    controls_read=("campaigns_by_error",),
)
GROUP_RATIOS = Section(
    "group_ratios",
    "Other {groups} against random {sizes}",
    "learning_curves.report.group_ratios:say_group_ratios",
    ("group_ratios",),
    only_if_said=True,
    leads=True,
)
SECTIONS = (
    GROUP_RATIOS,
    NEEDED,
    CAMPAIGNS,
    Section(
        "best",
        "Best methods",
        "learning_curves.report.best:best_methods",
        ("runs", "against_best", "coverage"),
    ),
    Section(
        "doubled",
        "Twice the {training_data}",
        "learning_curves.report.doubled:twice_the_size",
        ("fitted_curves", "learning_curve_fits", "coverage"),
    ),
    CONDITIONS,
    Section(
        "without_labels",
        "{training_data} against none",
        "learning_curves.report.conditions:labels_against_none",
        ("break_even",),
        only_if_said=True,
    ),
    Section(
        "further_data",
        "What further training data are worth",
        "learning_curves.report.further_data:worth_of_further_data",
        ("exchange_rates", "break_even"),
        ("helped",),
        only_if_said=True,
    ),
    Section(
        "another",
        "Other {data_sets}",
        "learning_curves.report.another_data_set:say_another",
        ("across_data_sets",),
        ("first_condition",),
        only_if_said=True,
    ),
    CAUTIONS,
    Section("runs", "Runs", "learning_curves.report.cautions:runs_made", ("coverage", "notes")),
)
# Inputs of the interactive figure.
EXPLORED = (
    "runs",
    "fitted_curves",
    "sample_sizes_by_error",
    "sample_sizes",
    "coverage",
    "published",
)


def import_function(entry: Output | Section) -> Callable[..., Any]:
    """Import the function of an entry."""
    return pkgutil.resolve_name(entry.function)


def import_controls(section: Section) -> Callable[..., Any]:
    """Import the function that returns the data of a section's controls."""
    return pkgutil.resolve_name(section.controls)


def fill_in(words: str, vocabulary: Vocabulary, **of_job: str) -> str:
    """Fill in the words of a vocabulary and of a job, and begin with a capital."""
    said = words.format(
        sizes=vocabulary.sizes,
        training_data=vocabulary.training_data,
        data_sets=vocabulary.data_sets,
        repetitions=vocabulary.repetitions,
        groups=vocabulary.groups,
        **of_job,
    )
    return capitalise(said)
