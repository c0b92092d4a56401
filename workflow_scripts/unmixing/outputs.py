"""The outputs of a study of unmixing: those of any study, and its own."""

from learning_curves import outputs as of_any_study
from learning_curves.outputs import CAUTIONS, File, Output, Section

# Files that earlier stages make, which the page shows.
RUN_FILES = (
    File("audit_{data_set}", "figure", "scenes"),
    File("audit_{data_set}", "table", "scenes"),
    *of_any_study.RUN_FILES,
    File("splits", "table", "runs"),
)

PAPER = (".csv", ".md", ".tex", ".html")
OUTPUTS = (
    *of_any_study.OUTPUTS,
    Output(
        "plot_endmember_curves",
        "unmixing.figures.endmember_curves:endmember_curves",
        ("runs", "summary", "endmembers"),
        (File("endmember_curves", "figure", "runs"),),
        "Plotting the error of each endmember",
        shows="Lines: the error of each endmember's abundance against the {sizes}, a line for each "
        "method",
        category="Figures",
    ),
    Output(
        "plot_training_curves",
        "unmixing.figures.training_curves:training_curves",
        ("histories",),
        (File("training_curves_{data_set}", "figure", "runs", "training_curves"),),
        "Plotting the training of the networks on {data_set}",
        shows="Lines: training loss and validation loss of each network over its epochs",
        category="Figures",
    ),
    Output(
        "plot_abundance_maps",
        "unmixing.figures.abundance_maps:abundance_maps",
        ("scene", "mapped_runs"),
        (File("abundance_maps_{data_set}.{method}", "figure", "scenes", "abundance_maps"),),
        "Mapping the abundances that {method} predicts on {data_set}",
        shows="Maps of {data_set}, two rows for each endmember: its true abundance, what {method} "
        "predicts with few and with many labels, and the differences",
        options=("data_set", "method"),
        category="Maps",
    ),
    Output(
        "plot_predicted_against_true",
        "unmixing.figures.predicted_against_true:predicted_against_true",
        ("scene", "largest_runs"),
        (File("predicted_against_true_{data_set}", "figure", "scenes", "predicted_against_true"),),
        "Plotting predicted against true abundances of {data_set}",
        shows="Clouds of points: predicted against true abundances of {data_set}, a panel for each "
        "method and endmember, next to the line of equality",
        options=("data_set",),
        category="Maps",
    ),
    Output(
        "plot_applicability",
        "unmixing.figures.applicability:applicability",
        ("scene",),
        (File("applicability_{data_set}", "figure", "applicability", "applicability"),),
        "Mapping where {data_set} is unlike its labelled pixels",
        shows="Maps of {data_set}: how unlike its labelled pixels each pixel is, and how many of "
        "them it is like",
        options=("data_set",),
        category="Maps",
        only_with="files",
    ),
    Output(
        "compare_published",
        "unmixing.published.tables:published_tables",
        ("published", "runs"),
        (
            File("published_comparison", "table", "published"),
            File("published_ranks", "table", "published"),
            File("published_times", "table", "published"),
            File("paper_overallRMSE", "table", "published", "paper_table", PAPER),
            File("paper_rmsAAD", "table", "", "paper_table", PAPER),
        ),
        "Comparing with {published}",
        options=("first_condition", "published_runs", "published_as", "others"),
        category="Comparison",
        only_with="published",
    ),
    Output(
        "compare_published_p_values",
        "unmixing.published.p_values:published_p_values",
        ("published_p_values", "comparisons"),
        (File("published_p_values", "table", "published"),),
        "Comparing p-values with {published_p_values}",
        options=("published_as",),
        category="Comparison",
        only_with="published_p_values",
        minutes=10,
    ),
    Output(
        "plot_published_comparison",
        "unmixing.figures.published_comparison:published_comparison",
        ("published_comparison", "summary"),
        (File("published_comparison", "figure", "published", "published_figure"),),
        "Plotting our errors over the published ones",
        shows="Lines: our mean errors and the published ones against the {sizes}, a row for each "
        "method and a column for each of the {data_sets}",
        options=("first_condition", "others"),
        category="Comparison",
        only_with="published",
    ),
)

_BEFORE_RUNS = (
    Section(
        "applicability",
        "Where no label tells",
        "unmixing.report.applicability:share_outside",
        ("audits",),
        only_if_said=True,
    ),
    Section("scenes", "Scenes and maps", "unmixing.report.scenes:describe_audits", ("audits",)),
    Section(
        "published",
        "Published numbers",
        "unmixing.report.published:next_to_published",
        ("published_comparison",),
    ),
)
_CAUTIONS = CAUTIONS._replace(
    function="unmixing.report.audit_warnings:cautions", reads=(*CAUTIONS.reads, "audits", "runs")
)
_SECTIONS = [_CAUTIONS if section == CAUTIONS else section for section in of_any_study.SECTIONS]
SECTIONS = (*_SECTIONS[:-1], *_BEFORE_RUNS, _SECTIONS[-1])
