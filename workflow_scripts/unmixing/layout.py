"""Where the files of a run lie, and which seeds share a job and its log."""

CELL_PATH = "{scene}/{condition}/{model}/n{train_size}/seed{seed}"


def seed_blocks(seeds: list[int], seeds_per_job: int) -> dict[str, list[int]]:
    """Group seeds, in their order, into the full blocks that `seeds_per_job` makes of them.

    Seeds added at the end leave these blocks as they are; seeds that fill no block are in none,
    and have jobs of their own.

    Returns
    -------
    dict
        Label of a block, as "0-9" -> its seeds.
    """
    if seeds_per_job == 1:
        return {}
    full = range(0, len(seeds) - seeds_per_job + 1, seeds_per_job)
    blocks = [seeds[first : first + seeds_per_job] for first in full]
    return {f"{block[0]}-{block[-1]}": block for block in blocks}
