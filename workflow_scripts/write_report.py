"""Write the report of a study."""

from job import logged_job
from unmixing.page import render_page
from unmixing.storage import written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        parts = [
            *snakemake.input.figures,
            *snakemake.input.comparisons,
            *snakemake.input.tables,
        ]
        figures = [path for path in parts if path.endswith(".svg")]
        tables = [path for path in parts if path.endswith(".csv")]
        page = render_page(snakemake.params.study, tables, figures)
        with written_whole(snakemake.output[0]) as temporary:
            temporary.write_text(page, encoding="utf-8")
