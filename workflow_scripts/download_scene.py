"""Download one scene file."""

from job import logged_job
from unmixing.scenes.downloading import download

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        file = snakemake.params.file
        download(file["urls"], snakemake.output[0], file["sha256"], file["git_blob"])
