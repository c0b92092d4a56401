"""Put published p-values beside those of a study."""

from job import logged_job
from unmixing.answers.published_p_values import published_p_values
from unmixing.evaluation.tables import read_table, write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        published = read_table(snakemake.input.published)
        comparisons = read_table(snakemake.input.comparisons)
        table = published_p_values(published, comparisons, snakemake.params.models)
        write_table(table, snakemake.output[0])
