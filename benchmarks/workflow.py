"""The cost of Snakemake and of starting processes: plans, trivial jobs and shared jobs.

python benchmarks/workflow.py [plans] [conditions] [jobs] [blocks]
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import yaml

from unmixing.study.reading import read_study

ROOT = Path(__file__).resolve().parents[1]
PAPER = ROOT / "config" / "paper.yaml"
PROTOCOL = ROOT / "config" / "protocol.yaml"
ONE_CONDITION = "only_conditions=[standard]"

REPEATS = 3
DRY_RUN = ("--dry-run", "--quiet", "all")
GREEDY = ("--scheduler", "greedy")
PROFILE = (*GREEDY, "--scheduler-subsample", "100")
TRIVIAL = """
rule all:
    input: [f"done/{number}" for number in range(NUMBER)]

rule touch:
    output: "done/{number}"
    shell: "touch {output}"
"""
# The files of the published study in minimal rules: the least that planning them takes.
SKELETON = """
SPLIT = "skeleton/splits/s{scene}/n{size}"
RUN = "skeleton/runs/s{scene}/m{model}/n{size}"

def of(pattern, seeds):
    return [f"{pattern}/seed{seed}" for seed in seeds]

wildcard_constraints:
    scene="[0-9]+",
    model="[0-9]+",
    size="[0-9]+"

rule all:
    input:
        expand(
            RUN + "/seed{seed}.csv",
            scene=SCENES, model=[*NETWORKS, *ESTIMATORS], size=SIZES, seed=SEEDS,
        )

rule scene:
    output: "skeleton/scenes/s{scene}"

for FIRST in SEEDS[::BLOCK]:
    BLOCK_SEEDS = range(FIRST, FIRST + BLOCK)

    rule:
        name: f"split_{FIRST}"
        input: "skeleton/scenes/s{scene}"
        output: of(SPLIT, BLOCK_SEEDS)

    for KIND, MODELS, FILES in (
        ("train", NETWORKS, ("model.keras", "predictions.h5", "training.csv")),
        ("fit", ESTIMATORS, ("model.skops", "predictions.h5")),
    ):
        rule:
            name: f"{KIND}_{FIRST}"
            input: "skeleton/scenes/s{scene}", of(SPLIT, BLOCK_SEEDS)
            output: [f"{run}/{file}" for file in FILES for run in of(RUN, BLOCK_SEEDS)]
            wildcard_constraints: model="|".join(map(str, MODELS))

    rule:
        name: f"evaluate_{FIRST}"
        input:
            "skeleton/scenes/s{scene}",
            of(SPLIT, BLOCK_SEEDS),
            [f"{run}/predictions.h5" for run in of(RUN, BLOCK_SEEDS)],
        output: [f"{run}.csv" for run in of(RUN, BLOCK_SEEDS)]
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
    """Run Snakemake, and return the seconds it took."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "snakemake", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - started


def measure_in_turn(measurements: dict) -> None:
    """Measure each several times, in turn, and print the medians."""
    measured: dict[str, list[float]] = {name: [] for name in measurements}
    for _ in range(REPEATS):
        for name, measure in measurements.items():
            measured[name].append(measure())
    for name, values in measured.items():
        print(f"| {name} | {median(values):.1f} |", flush=True)


def trivial_jobs(number: int, folder: Path, *options: str) -> float:
    """Run a number of jobs that do next to nothing, on one core."""
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "Snakefile").write_text(TRIVIAL.replace("NUMBER", str(number)))
    return seconds("--cores", "1", *options, folder=place)


def skeleton(block: int, folder: Path) -> float:
    """Plan the files of the published study with bare rules."""
    study = read_study(yaml.safe_load(PAPER.read_text()))
    networks = len(study.networks)
    (sizes,) = {len(sizes) for sizes in study.train_sizes.values()}
    counts = f"BLOCK = {block}\nSCENES, SIZES = range({len(study.scenes)}), range({sizes})\n"
    counts += f"SEEDS, NETWORKS = range({len(study.seeds)}), range({networks})\n"
    counts += f"ESTIMATORS = range({networks}, {len(study.models)})\n"
    place = Path(tempfile.mkdtemp(dir=folder))
    (place / "Snakefile").write_text(counts + SKELETON)
    return seconds(*DRY_RUN, folder=place)


def shared(seeds_per_job: int, folder: Path, cores: int = 1) -> float:
    """Run a small study from scratch."""
    file = folder / f"shared_{seeds_per_job}.yaml"
    file.write_text(STUDY.format(seeds_per_job=seeds_per_job))
    arguments = ["--cores", str(cores), "--forceall", "--configfile", str(file)]
    return seconds("runs", *arguments, "--directory", str(folder))


def plan(*config: str, study: Path = PAPER) -> float:
    """Plan a study, the published one by default."""
    return seconds(*DRY_RUN, "--configfile", str(study), "--config", *config)


def estimate(*config: str) -> float:
    """Estimate what the study of conditions costs, as `make plan` does."""
    command = [sys.executable, str(ROOT / "workflow_scripts" / "print_plan.py")]
    arguments = ["--configfile", str(PROTOCOL), "--config", *config]
    started = time.perf_counter()
    subprocess.run([*command, *arguments], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - started


def questions(folder: Path) -> dict:
    """Return what to measure, by table."""
    return {
        "plans": {
            "dry run of one trivial job: the start of Snakemake": lambda: trivial_jobs(
                1, folder, *DRY_RUN
            ),
            "the published study, a job a run": lambda: plan("seeds_per_job=1"),
            "the same, 15 seeds": lambda: plan("seeds_per_job=1", "seeds=15"),
            "blocks of five seeds": lambda: plan("seeds_per_job=5"),
            "blocks of ten": lambda: plan("seeds_per_job=10"),
            "bare rules, a job a run": lambda: skeleton(1, folder),
            "bare rules, blocks of five": lambda: skeleton(5, folder),
            "bare rules, blocks of ten": lambda: skeleton(10, folder),
        },
        "conditions": {
            "the study of five conditions": lambda: plan(study=PROTOCOL),
            "one of them": lambda: plan(ONE_CONDITION, study=PROTOCOL),
            "`make plan` of the study": estimate,
            "`make plan` of one condition": lambda: estimate(ONE_CONDITION),
        },
        "jobs": {
            "one trivial job": lambda: trivial_jobs(1, folder),
            "1,000 trivial jobs": lambda: trivial_jobs(1000, folder),
            "the same, `--scheduler greedy`": lambda: trivial_jobs(1000, folder, *GREEDY),
            "the same, `--scheduler-subsample 100` too": lambda: trivial_jobs(
                1000, folder, *PROFILE
            ),
        },
        "blocks": {
            "20 runs, a job a run, one core": lambda: shared(1, folder),
            "the same, two cores": lambda: shared(1, folder, cores=2),
            "20 runs, blocks of ten, one core": lambda: shared(10, folder),
        },
    }


def main() -> None:
    """Print a Markdown table for each question."""
    with tempfile.TemporaryDirectory() as temporary:
        tables = questions(Path(temporary))
        for name in sys.argv[1:] or tables:
            print("| what | seconds |\n|---|---|")
            measure_in_turn(tables[name])
            print()


if __name__ == "__main__":
    main()
