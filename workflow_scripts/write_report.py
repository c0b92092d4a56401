"""Write the report of a study."""

from job import logged_job
from unmixing.page import render_page
from unmixing.storage import written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        figures = [path for path in snakemake.input.figures if path.endswith(".svg")]
        page = render_page(snakemake.params.study, snakemake.input.tables, figures)
        with written_whole(snakemake.output[0]) as temporary:
            temporary.write_text(page, encoding="utf-8")
