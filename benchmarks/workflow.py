"""What Snakemake and process starts cost: plans of the published study, trivial jobs, shared jobs.

python benchmarks/workflow.py
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
REPEATS = 3
GREEDY = ("--scheduler", "greedy")
PROFILE = (*GREEDY, "--scheduler-subsample", "100")
TRIVIAL = """
rule all:
    input: [f"done/{number}" for number in range(NUMBER)]

rule touch:
    output: "done/{number}"
    shell: "touch {output}"
"""
# Ten runs of a small network and ten of an estimator.
STUDY = """
study: shared_{seeds_per_job}
scenes:
  field:
    shape: [40, 40, 90]
    simulation: {{endmembers: {{road: road, soil: soil, vegetation: canopy}}, snr: 35}}
models: {{unmixing_pixel_based_cnn: {{}}, ridge: {{}}}}
train_sizes: [100]
test_size: 500
seeds: 10
seeds_per_job: {seeds_per_job}
training: {{epochs: 20}}
device: cpu
"""


def seconds(*arguments: str, folder: Path = ROOT) -> float:
    """Run Snakemake, and return the seconds that it took."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "snakemake", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def in_turn(measurements: dict) -> None:
    """Measure each several times, in turn, and print the medians."""
    measured = {name: [] for name in measurements}
    for _ in range(REPEATS):
        for name, measure in measurements.items():
            measured[name].append(measure())
    for name, values in measured.items():
        print(f"| {name} | {median(values):.1f} |", flush=True)


def trivial_jobs(number: int, folder: Path, *options: str) -> float:
    """Run so many jobs that do next to nothing, on one core."""
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "Snakefile").write_text(TRIVIAL.replace("NUMBER", str(number)))
    return seconds("--cores", "1", *options, folder=place)


def shared(seeds_per_job: int, folder: Path, cores: int = 1) -> float:
    """Run a small study anew."""
    file = folder / f"shared_{seeds_per_job}.yaml"
    file.write_text(STUDY.format(seeds_per_job=seeds_per_job))
    arguments = ["--cores", str(cores), "--forceall", "--configfile", str(file)]
    return seconds("runs", *arguments, "--directory", str(folder))


def plan(*config: str):
    """Return a measurement of a dry run of the published study."""
    paper = ["--configfile", str(ROOT / "config" / "paper.yaml"), "--config", *config]
    return lambda: seconds("--dry-run", "--quiet", "all", *paper)


def main() -> None:
    """Print a Markdown table for each question."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        print("| what | seconds |\n|---|---|")
        in_turn(
            {
                "Snakemake, one trivial job": lambda: trivial_jobs(1, folder),
                "1,000 trivial jobs": lambda: trivial_jobs(1000, folder),
                "the same, --scheduler greedy": lambda: trivial_jobs(1000, folder, *GREEDY),
                "the same, --scheduler-subsample 100 too": lambda: trivial_jobs(
                    1000, folder, *PROFILE
                ),
                "dry run, 30 seeds, a job a run": plan("seeds_per_job=1"),
                "dry run, 15 seeds, a job a run": plan("seeds_per_job=1", "seeds=15"),
                "dry run, 30 seeds, blocks of five": plan("seeds_per_job=5"),
                "dry run, 30 seeds, blocks of ten": plan("seeds_per_job=10"),
                "20 runs, a job a run": lambda: shared(1, folder),
                "the same, two cores": lambda: shared(1, folder, cores=2),
                "20 runs, blocks of ten": lambda: shared(10, folder),
            }
        )


if __name__ == "__main__":
    main()
