"""Studies with typical mistakes: each must be refused with a sentence.

Each entry says what the mistake is, and has a function that writes the files, with a `config.yaml`,
into an empty folder. Mistakes are left out whose words `test_reading.py` checks.
"""

import contextlib
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import NamedTuple

from learning_curves.errors import UserError
from study_arguments import read_study_arguments
from unmixing.scenes.importing import import_scene
from unmixing.study.checks import check_cells
from unmixing.study.reading import SHIPPED
from unmixing.study.study import Study

from bad_scenes import BAD_SCENES, Writer

CONFIG = "config.yaml"
# The correct study that each entry spoils, by key.
STUDY = {
    "study": "study: small",
    "scenes": """\
scenes:
  field:
    shape: [20, 20, 64]
    simulation: {endmembers: {soil: soil, vegetation: canopy}}""",
    "models": "models: {ridge: {}, svr: {}}",
    "train_sizes": "train_sizes: [50, 100]",
    "test_size": "test_size: 100",
    "seeds": "seeds: 2",
}


class BadInput(NamedTuple):
    """A mistake that people make, and what writes its config.yaml into an empty folder."""

    what: str
    write: Writer
    # Passed to `--config` on the command line.
    given: tuple[str, ...] = ()
    # Whether Snakemake is run too.
    by_command: bool = False

    @property
    def arguments(self) -> list[str]:
        """What names the study on a command line."""
        return ["--configfile", CONFIG, *(["--config", *self.given] if self.given else [])]


def study(*blocks: str) -> str:
    """Return the text of the correct study with blocks replaced or added, by key."""
    changed = {text.split(":")[0]: text for text in blocks}
    return "\n".join((STUDY | changed).values()) + "\n"


def config(text: str | bytes) -> Writer:
    """Return a function that writes a config with this text."""

    def write(folder: Path) -> None:
        (folder / CONFIG).write_bytes(text if isinstance(text, bytes) else text.encode())

    return write


def nothing(_: Path) -> None:
    """Write no file."""


def block(text: str, what: str | None = None, by_command: bool = False) -> BadInput:
    """Return the correct study with a wrong block, which also describes the mistake."""
    what = what or f"`{' '.join(text.split())}`"
    return BadInput(what, config(study(text)), by_command=by_command)


def with_files(what: str, entry: str, write: Writer) -> BadInput:
    """Return the correct study with a scene of wrong files or a wrong entry."""
    scenes = f"scenes:\n  field:\n{textwrap.indent(entry, '    ')}"
    models = "models: {ridge: {}, unmixing_pixel_based_cnn: {}}"
    text = study(scenes, models, "data_dir: .")

    def write_all(folder: Path) -> None:
        config(text)(folder)
        write(folder)

    return BadInput(what, write_all)


FILES = [
    BadInput("no file of that name", nothing, by_command=True),
    BadInput("an empty file", config("")),
    BadInput("a file of comments", config("# study: small\n")),
    BadInput("a list in place of keys", config("- study: small\n- seeds: 2\n")),
    BadInput("text in place of keys", config("the small study\n")),
    block("training:\n\tepochs: 2", "a line indented by a tab", by_command=True),
    block("train_sizes: [50, 100", "a bracket that is not closed"),
    block("study: 'small", "a quote that is not closed"),
    block("seeds:2", "a colon without a space"),
    block("study: *small", "an alias of nothing"),
    block("study: 2024-02-31", "a date that does not exist"),
    BadInput("a file in Latin-1", config(study("data_dir: Düne").encode("latin-1"))),
    BadInput("a file in UTF-16", config(study().encode("utf-16"))),
    BadInput("a folder in place of a file", lambda folder: (folder / CONFIG).mkdir()),
    BadInput(
        "a byte order mark, Windows line ends, and a misspelt key",
        config(("\ufeff" + study("sedes: 2")).replace("\n", "\r\n")),
    ),
]
KEYS = [
    BadInput("a key given twice", config(study() + "seeds: 5\n")),
    block("models:\n  ridge: {}\n  svr: {}\n  ridge: {}", "a model given twice"),
    BadInput(
        "several wrong keys",
        config(study("train_size: [50]", "device: gpus", "training: {bach_size: 9, epochs: 0}")),
        by_command=True,
    ),
    block("models:\n  ridge: {lr: 1}\n  svr: {lr: 1}\n  lmm: {lr: 1}", "`lr` in three models"),
    BadInput("no `scenes` and no `models`", config("study: small\ntrain_sizes: [50]\n")),
]
VALUES = [
    block("backend: torch", "PyTorch in place of a backend of Keras"),
    block("models: {mine: {command: Rscript run.R}}", "a command without its files"),
    block(
        'models: {mine: {command: "Rscript run.R {input} {output}", depends: [run.R]}}',
        "a command whose program is not there",
    ),
    block("models: {ridge: {timeout: 5}, svr: {}}", "a timeout of an estimator"),
    block("train_sizes: [10%, 20%]"),
    block("train_sizes: [-50, 0, 2.5]"),
    block("train_sizes: [50, 50.0, 5e1]"),
    block("train_sizes: [010, 050]"),
    block("train_sizes: {field: 50}"),
    block("val_size: 10%"),
    block("val_size: 60"),
    block("seeds: 0"),
    block("seeds: 0-9"),
    block("study: my study"),
    block("models: {yes: {estimator: ridge}}"),
    block("target_errors: 0.1"),
    block("save_data: ja"),
    BadInput(
        "`--config seeds=none device=GPU`",
        config(study()),
        given=("seeds=none", "device=GPU"),
        by_command=True,
    ),
]
CELLS = [
    block("models: {ridge: {epochs: 9, batch_size: 8}}"),
    block(
        """\
models:
  unmixing_cube_based_cnn: {neighbourhood_size: 4}
  unmixing_rnn_supervised: {neighbourhood_size: 4}
  unmixing_cube_based_dcae: {neighbourhood_size: 2}""",
        "even neighbourhoods",
    ),
    block("test_size: 500"),
    block(
        """\
conditions:
  one: {split: plot}
  two: {split: blocks, block_size: 5, gap: 9}""",
        "conditions for a larger scene",
    ),
]
SCENES = [with_files(*scene) for scene in BAD_SCENES]
INPUTS = [*FILES, *KEYS, *VALUES, *CELLS, *SCENES]


def answer(bad: BadInput) -> str:
    """Return the message when a study is read as the Snakefile and its jobs read it."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        bad.write(Path())
        try:
            _read(read_study_arguments(None, bad.arguments))
        except (SystemExit, UserError) as error:
            return str(error)
    return ""


def _read(planned: Study) -> None:
    """Import the scenes of a study from their files, and check its cells."""
    for name, entry in planned.scenes.items():
        data = Path(planned.data_dir or ".")
        files = {role: data / file.path for role, file in entry.files.items()}
        if files:
            check_cells(planned, name, import_scene(name, entry, files).facts)


def answer_of_command(bad: BadInput) -> str:
    """Run Snakemake, which must fail, and return what it prints."""
    with tempfile.TemporaryDirectory() as folder:
        bad.write(Path(folder))
        command = [sys.executable, "-m", "snakemake", "--dry-run", "--cores", "1"]
        command += ["--snakefile", str(SHIPPED / "Snakefile"), *bad.arguments]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert run.returncode, run.stdout + run.stderr
    return run.stdout + run.stderr
