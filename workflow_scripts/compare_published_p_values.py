"""Put published p-values beside those of a study."""

import pandas as pd

from job import logged_job
from unmixing.comparisons import published_p_values
from unmixing.tables import write_table

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        published = pd.read_csv(snakemake.input.published)
        comparisons = pd.read_csv(snakemake.input.comparisons)
        table = published_p_values(published, comparisons, snakemake.params.models)
        write_table(table, snakemake.output[0])
