"""Write what is known of maps as a table and as sentences, and say it on the terminal."""

from job import logged_job
from unmixing.prediction.expected_error import ExpectedError
from unmixing.prediction.facts import read_facts
from unmixing.prediction.sentences import list_rows, tell_error, tell_maps
from unmixing.scenes.scene import read_scene
from unmixing.splits.split import read_split
from unmixing.storage import atomic_write, write_rows

if __name__ == "__main__":
    with logged_job(snakemake.log[0]) as terminal:
        scene = read_scene(snakemake.input.scene)
        split = read_split(snakemake.input.split, scene.hash)
        n_labelled = split.n_labelled if snakemake.params.uses_labels else 0
        measured, condition = snakemake.params.measured, snakemake.params.condition
        expected = ExpectedError(**measured) if measured else None
        maps = [read_facts(path) for path in snakemake.input.facts]
        axes = {"scene": snakemake.wildcards.scene, "model": snakemake.wildcards.model}
        write_rows(list_rows(maps, expected, axes, condition, n_labelled), snakemake.output.table)
        words = snakemake.params.words
        told = [tell_error(expected, **axes, condition=words, n_labelled=n_labelled)]
        told += tell_maps(maps)
        with atomic_write(snakemake.output.sentences) as temporary:
            temporary.write_text("\n".join(f"- {sentence}" for sentence in told) + "\n")
        for output in (None, terminal):
            print("\n", "\n".join(told), "\n", sep="", file=output, flush=True)
