"""Changes of Snakemake's behaviour, for this workflow only.

- Naming a rule in a command or a profile names its blocks too.
- The inputs of a job are hashed once. Snakemake hashes them once per output, and a block of runs
  has hundreds of outputs.
- A config file that cannot be read gives a sentence. Snakemake reads it before any Snakefile, and
  shows a traceback.
- The scripts of this workflow run as forks of processes that have imported what they need
  (forked_jobs.py). Snakemake starts Python for each job.

They rely on undocumented code of Snakemake: before adding a version to READ_FOR, read in that
version the code that the functions below replace.
"""

import argparse
import dataclasses
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from tempfile import gettempdir
from typing import Any, ClassVar

import snakemake
from snakemake.api import resolve_snakefile
from snakemake.settings.types import ExecMode
from snakemake.workflow import Workflow

from forked_jobs import JobServer
from learning_curves.errors import UserError, join_items
from unmixing.study.config_files import check_file

READ_FOR = ("9.27",)
CHECKOUT = Path(__file__).resolve().parents[1]
SNAKEFILES = (CHECKOUT / "Snakefile", CHECKOUT / "workflow" / "Snakefile")
QUICK_STUDY = CHECKOUT / "config" / "config.yaml"
SCRIPTS = CHECKOUT / "workflow_scripts"
# How many threads libraries of linear algebra use, and where temporary files lie.
OF_THREADS = (
    "OMP_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
# Scripts that start a process for each thread of a job, which computes with one.
STARTS_PROCESSES = ("make_output",)
OF_TEMPORARY_FILES = ("TMPDIR", "TMP", "TEMPDIR", "TEMP")


class ChangedWorkflow(Workflow):
    """A workflow of this project, or one that imports it.

    Attributes
    ----------
    blocks : dict of str to list of str
        Name of each rule that has blocks -> its name and theirs.
    checksums : dict
        File, its state and the arguments -> checksum.
    """

    # Settings that name rules. Most of them are set after the Snakefile is read.
    NAMING: ClassVar = {
        "dag_settings": ("forcerun", "until", "omit_from", "allowed_rules"),
        "group_settings": ("overwrite_groups",),
        "resource_settings": ("overwrite_threads", "overwrite_resources"),
        "workflow_settings": ("consider_ancient",),
    }
    blocks: dict[str, list[str]]
    checksums: dict[tuple[Any, ...], str | None]

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.NAMING:
            named = {key: getattr(value, key) for key in self.NAMING[name]}
            more = {key: self.with_blocks(names) for key, names in named.items() if names}
            value = dataclasses.replace(value, **more)
        super().__setattr__(name, value)

    def with_blocks(self, named: Any) -> Any:
        """Add the blocks of rules to names of rules, or to a mapping of them."""
        every = [(name, rule) for rule in named for name in self.blocks.get(rule, [rule])]
        if not isinstance(named, Mapping):
            return {name for name, _ in every}
        return {name: named[rule] for name, rule in every} | dict(named)


def change(workflow: Workflow, blocks: Mapping[str, list[str]]) -> None:
    """Change a workflow while its Snakefile is read.

    Parameters
    ----------
    workflow : Workflow
        This one, or one that imports it, even several times.
    blocks : Mapping[str, list[str]]
        Name of each rule that has blocks -> its name and theirs.
    """
    refuse_other_versions()
    remember_checksums()
    # A cluster starts a process for each of its jobs anyway, and other systems cannot fork safely.
    if workflow.exec_mode == ExecMode.DEFAULT and sys.platform == "linux":
        fork_scripts()
    if not isinstance(workflow, ChangedWorkflow):
        workflow.__class__ = ChangedWorkflow
        workflow.blocks, workflow.checksums = {}, {}
    workflow.blocks |= blocks
    # Set before the Snakefile was read.
    for known in ("resource_settings", "workflow_settings"):
        setattr(workflow, known, getattr(workflow, known))


def refuse_other_versions() -> None:
    """Stop unless the changes were checked for this version of Snakemake."""
    if not _is_known():
        known = join_items([f"{version}.*" for version in READ_FOR])
        raise SystemExit(
            f"This workflow replaces some of Snakemake's own code, and does so in version {known}, "
            f"not in {snakemake.__version__}, which is installed here: install the version of "
            f"requirements.txt, as `make` does in {CHECKOUT}."
        )


def remember_checksums() -> None:
    """Hash files of changed workflows again only after they were written."""
    from snakemake.io import _IOFile

    if not hasattr(_IOFile.checksum, "remembers"):
        _IOFile.checksum = remember(_IOFile.checksum)


def remember(checksum: Callable[..., Awaitable[str | None]]) -> Callable[..., Any]:
    """Wrap the checksum method of files, so that it remembers checksums in changed workflows."""

    async def of_file(
        file: Any, threshold: int | None = None, force: bool = False, algorithm: Any = None
    ) -> str | None:
        known, version = getattr(file.rule.workflow, "checksums", None), _version(file)
        if known is None or version is None:
            return await checksum(file, threshold, force, algorithm)
        asked = (str(file), version, threshold, force, algorithm)
        if asked not in known:
            known[asked] = await checksum(file, threshold, force, algorithm)
        return known[asked]

    of_file.remembers = True  # type: ignore[attr-defined]
    return of_file


def _version(file: str) -> tuple[int, ...] | None:
    """Return values that change when a file is written, or None if it does not exist."""
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


class Forks:
    """The processes that have imported scripts, and whose forks run their jobs.

    Attributes
    ----------
    also : dict of tuple to str
        Name of a script and a model -> what else its jobs import, as a `JobServer` takes it.
    """

    def __init__(self) -> None:
        self.also: dict[tuple[str, str | None], str] = {}
        self._servers: dict[tuple[Any, ...], JobServer] = {}
        self._lock = threading.Lock()

    def find_server(self, script: Path, model: str | None, threads: int, folder: str) -> JobServer:
        """Return the process for jobs of a script on a model, which is started if there is none.

        Parameters
        ----------
        folder : str
            For temporary files.
        """
        own = dict.fromkeys(OF_TEMPORARY_FILES, folder) | dict.fromkeys(OF_THREADS, str(threads))
        imported = self.also.get((script.stem, model), "")
        key = script, imported, threads, folder, Path.cwd()
        with self._lock:
            if key not in self._servers or not self._servers[key].is_running:
                self._servers[key] = JobServer(script, os.environ | own, imported)
            return self._servers[key]


FORKS = Forks()


def fork_scripts() -> None:
    """Run the scripts of this workflow as forks."""
    from snakemake.script import PythonScript

    if not hasattr(PythonScript.execute_script, "forks"):
        PythonScript.execute_script = fork(PythonScript.execute_script)


def fork(execute: Callable[..., None]) -> Callable[..., None]:
    """Wrap what runs a prepared script, so that a process that has imported it does.

    Scripts of others, and those in another environment, are left to Snakemake.
    """

    def run(script: Any, prepared: str, edit: bool = False) -> None:
        elsewhere = script.container_img or script.conda_env or script.env_modules
        file = Path(script.local_path).resolve() if script.is_local else Path()
        if elsewhere or file.parent != SCRIPTS:
            execute(script, prepared, edit)
            return
        folder = script.resources.get("tmpdir") or gettempdir()
        threads = 1 if file.stem in STARTS_PROCESSES else script.threads
        server = FORKS.find_server(file, script.wildcards.get("model"), threads, folder)
        if not server.run(Path(prepared).absolute(), script.bench_record):
            raise subprocess.CalledProcessError(1, f"{sys.executable} {prepared}")

    run.forks = True  # type: ignore[attr-defined]
    return run


def import_early(script: str, models: Iterable[str]) -> None:
    """Start the processes for jobs of a script on some models, before these jobs can begin.

    What a network imports takes longer than the jobs that it waits for.
    """
    from snakemake.script import PythonScript

    if hasattr(PythonScript.execute_script, "forks"):
        for model in models:
            FORKS.find_server(SCRIPTS / f"{script}.py", model, 1, gettempdir())


def check_config_files() -> None:
    """Make every command check the config files of this workflow first.

    A plug-in calls this, because Snakemake loads nothing else of a project before it reads them. In
    other versions nothing is changed, and the Snakefile refuses to run.
    """
    if _is_known():
        from snakemake import cli

        cli.args_to_api = check_first(cli.args_to_api)


def check_first(command: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap what runs a command line, so that it checks this workflow's config files first."""

    def run(arguments: argparse.Namespace, parser: Any) -> Any:
        if _is_ours(arguments.snakefile):
            for file in arguments.configfile or [QUICK_STUDY]:
                try:
                    check_file(file)
                except UserError as error:
                    raise SystemExit(f"The config cannot be run. {error}") from None
        return command(arguments, parser)

    return run


def _is_known() -> bool:
    return snakemake.__version__.rpartition(".")[0] in READ_FOR


def _is_ours(snakefile: str | Path | None) -> bool:
    """Return whether a Snakefile, by default that of this folder, belongs to this workflow."""
    found = resolve_snakefile(snakefile, allow_missing=True)
    return found is not None and Path(found).resolve() in SNAKEFILES
