"""Write the report of a study."""

from pathlib import Path

from job import logged_job
from unmixing import headlines
from unmixing.page import Section, render_page
from unmixing.storage import written_whole
from unmixing.tables import read_table


def section(title, paths, sentences):
    """Sort the files of a section into figures and tables; PNG twins stay out of the page."""
    paths = [Path(path) for path in paths]
    figures = [path for path in paths if path.suffix == ".svg"]
    return Section(title, sentences, figures, [path for path in paths if path.suffix == ".csv"])


if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        files = snakemake.input
        tables = {Path(path).stem: read_table(path) for path in files if path.endswith(".csv")}
        audits = {
            name.removeprefix("audit_"): table
            for name, table in tables.items()
            if name.startswith("audit_")
        }
        needed = headlines.pixels_needed(tables["sample_sizes"])
        best = headlines.best_methods(tables["summary"], tables["comparisons"])
        doubled = headlines.twice_the_labels(tables["fitted_curves"])
        cautions = headlines.cautions(tables["curve_shapes"], audits)
        page = render_page(
            snakemake.params.study,
            headlines.coverage_sentence(tables["coverage"]),
            [
                part
                for part in (
                    section("Labelled pixels needed", files.needed, needed),
                    section("Best methods", files.best, best),
                    section("Twice the labels", files.doubled, doubled),
                    section("Cautions", files.cautions, {"": cautions} if cautions else {}),
                    section("Scenes and maps", files.scenes, {}),
                    section("Published numbers", files.published, {}),
                    section("Runs", files.runs, {}),
                )
                if any(part[1:])
            ],
            snakemake.params.methods,
        )
        with written_whole(snakemake.output[0]) as temporary:
            temporary.write_text(page, encoding="utf-8")
