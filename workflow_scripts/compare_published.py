"""Compare a study with published results and lay its errors out as the paper does."""

from job import logged_job
from unmixing.answers.paper_table import paper_table, write_paper_table
from unmixing.answers.published import compare, compare_times, rank, summarize_all_runs
from unmixing.evaluation.tables import read_table, rows_of, write_table
from unmixing.storage import written_whole

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        published = read_table(snakemake.input.published)
        runs = rows_of(read_table(snakemake.input.runs), condition=snakemake.params.condition)
        summary = summarize_all_runs(runs)
        models = snakemake.params.models
        comparison = compare(published, summary, models, snakemake.params.published_runs)
        write_table(comparison, snakemake.output.comparison)
        write_table(rank(published, comparison), snakemake.output.ranks)
        write_table(compare_times(published, summary, models), snakemake.output.times)
        labels = models | {name: name for name in snakemake.params.others}
        for metric, paths in (
            ("overallRMSE", snakemake.output.rmse),
            ("rmsAAD", snakemake.output.angles),
        ):
            for path in paths:
                with written_whole(path) as temporary:
                    write_paper_table(paper_table(summary, metric, labels), temporary)
