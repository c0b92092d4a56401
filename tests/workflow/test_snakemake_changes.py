"""Snakemake is only changed for this workflow, and only in versions that were checked."""

import argparse
import asyncio
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest
import snakemake.cli
from snakemake.io import _IOFile
from snakemake.script import PythonScript
from snakemake.settings.types import DAGSettings, GroupSettings, ResourceSettings, WorkflowSettings
from snakemake.workflow import Workflow

import snakemake_changes
from snakemake_changes import ChangedWorkflow, change, check_first, fork, remember

from shared import ROOT

BLOCKS = {"train": ["train", "train_seeds_0_to_1"], "evaluate": ["evaluate", "evaluate_seeds_0"]}
OF_BOTH = {"train", "train_seeds_0_to_1"}


@pytest.fixture
def workflow(monkeypatch):
    """Change a workflow after Snakemake has read the settings that come before a Snakefile."""
    monkeypatch.setattr(_IOFile, "checksum", _IOFile.checksum)
    monkeypatch.setattr(PythonScript, "execute_script", PythonScript.execute_script)
    bare = Workflow.__new__(Workflow)
    bare.resource_settings = ResourceSettings(
        overwrite_threads={"train": 3}, overwrite_resources={"train": {"gpu": 1}}
    )
    bare.workflow_settings = WorkflowSettings(consider_ancient={"train": {"scene"}})
    change(bare, BLOCKS)
    return bare


def test_naming_a_rule_names_its_blocks(workflow):
    named = {"forcerun": {"train", "other"}, "until": {"train"}, "omit_from": {"train"}}
    workflow.dag_settings = DAGSettings(**named, allowed_rules={"train"})
    assert workflow.dag_settings.forcerun == OF_BOTH | {"other"}
    assert workflow.dag_settings.until == workflow.dag_settings.omit_from == OF_BOTH
    assert workflow.dag_settings.allowed_rules == OF_BOTH
    workflow.group_settings = GroupSettings(overwrite_groups={"train": "together"})
    assert workflow.group_settings.overwrite_groups == dict.fromkeys(OF_BOTH, "together")
    assert workflow.resource_settings.overwrite_threads == dict.fromkeys(OF_BOTH, 3)
    assert workflow.resource_settings.overwrite_resources == dict.fromkeys(OF_BOTH, {"gpu": 1})
    assert workflow.workflow_settings.consider_ancient == dict.fromkeys(OF_BOTH, {"scene"})


def test_a_block_may_have_a_value_of_its_own(workflow):
    groups = {"train": "together", "train_seeds_0_to_1": "alone"}
    workflow.group_settings = GroupSettings(overwrite_groups=groups)
    assert workflow.group_settings.overwrite_groups == groups


def test_a_workflow_may_import_this_one_twice(workflow):
    change(workflow, {"other_train": ["other_train", "other_train_seeds_0_to_1"]})
    workflow.dag_settings = DAGSettings(forcerun={"train", "other_train"})
    assert workflow.dag_settings.forcerun == OF_BOTH | {"other_train", "other_train_seeds_0_to_1"}


def test_a_file_is_hashed_again_only_after_a_change(tmp_path, workflow):
    hashed = []

    async def checksum(file, threshold, force, algorithm):
        path = tmp_path / file
        hashed.append(path.read_text() if path.exists() else None)
        return hashed[-1]

    def ask(file, of=workflow):
        asked = _IOFile(str(file), rule=None)
        asked.rule = SimpleNamespace(workflow=of)
        return asyncio.run(remembered_checksum(asked, 100))

    remembered_checksum = remember(checksum)
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text("first")
    other.write_text("other")
    assert [ask(one), ask(other), ask(one), ask(one)] == ["first", "other", "first", "first"]
    assert hashed == ["first", "other"]
    one.write_text("later")
    assert [ask(one), ask(one)] == ["later", "later"]
    one.unlink()
    assert [ask(one), ask(one)] == [None, None]
    assert hashed == ["first", "other", "later", None, None]
    # An unchanged workflow in the same process hashes as often as Snakemake does.
    assert [ask(other, Workflow.__new__(Workflow)) for _ in range(2)] == ["other", "other"]
    assert hashed[5:] == ["other", "other"]


def test_scripts_of_others_and_of_other_environments_are_left_to_snakemake(tmp_path):
    left = []
    run = fork(lambda script, prepared, edit: left.append(script))
    ours, theirs = ROOT / "workflow_scripts" / "collect_runs.py", tmp_path / "collect_runs.py"
    plain = {"container_img": None, "conda_env": None, "env_modules": None, "is_local": True}
    of_others = SimpleNamespace(local_path=str(theirs), **plain)
    remote = SimpleNamespace(**plain | {"is_local": False})
    elsewhere = SimpleNamespace(local_path=str(ours), **plain | {"conda_env": "analysis"})
    for script in (of_others, remote, elsewhere):
        run(script, "prepared.py")
    assert left == [of_others, remote, elsewhere]


def check_message(snakefile, *configfiles):
    """Return the message of the check of config files, empty if the command runs."""
    arguments = argparse.Namespace(snakefile=snakefile, configfile=list(configfiles) or None)
    command = check_first(lambda arguments, parser: "")
    try:
        return command(arguments, None)
    except SystemExit as end:
        return str(end)


@pytest.mark.parametrize("snakefile", ["Snakefile", "workflow/Snakefile"])
def test_a_config_file_of_this_workflow_is_checked(tmp_path, monkeypatch, snakefile):
    (tmp_path / "small.yaml").write_text("study: small\nseeds: [1, 2\n")
    ours = ROOT / snakefile
    monkeypatch.chdir(tmp_path)
    assert "no config file small.yml. Did you mean 'small.yaml'" in check_message(ours, "small.yml")
    assert "small.yaml, line 3: this is not YAML" in check_message(str(ours), "small.yaml")
    assert check_message(ours, ROOT / "config" / "real.yaml") == ""


def test_a_broken_line_of_the_quick_study_is_refused(tmp_path, monkeypatch):
    quick = tmp_path / "config.yaml"
    quick.write_text("study: quick\nseeds: [1, 2\n")
    monkeypatch.chdir(ROOT)
    assert check_message(None) == ""
    monkeypatch.setattr(snakemake_changes, "QUICK_STUDY", quick)
    assert check_message(None).startswith("The config cannot be run. ")


def test_config_files_of_another_workflow_are_left_to_snakemake(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert check_message(None, "nowhere.yaml") == ""
    (tmp_path / "Snakefile").write_text("")
    for snakefile in (None, "Snakefile", "https://example.org/Snakefile"):
        assert check_message(snakefile, "nowhere.yaml") == ""


def test_another_version_of_snakemake_is_refused_and_left_as_it_is(monkeypatch):
    monkeypatch.setattr(snakemake, "__version__", "10.1.0")
    before = snakemake.cli.args_to_api
    snakemake_changes.check_config_files()
    assert snakemake.cli.args_to_api is before
    bare = Workflow.__new__(Workflow)
    with pytest.raises(SystemExit) as end:
        change(bare, BLOCKS)
    said = str(end.value)
    assert "not in 10.1.0, which is installed here" in said and "requirements.txt" in said
    assert all(f"{version}.*" in said for version in snakemake_changes.READ_FOR)
    assert not isinstance(bare, ChangedWorkflow)


def test_the_locked_version_of_snakemake_was_read_for():
    (locked,) = re.findall(r"^snakemake==(.+)$", (ROOT / "requirements.in").read_text(), re.M)
    assert locked.rpartition(".")[0] in snakemake_changes.READ_FOR


OTHER = """
rule count:
    output: "counted.txt"
    shell: "echo 1 >{output}"

assert type(workflow).__name__ == "Workflow"
"""


@pytest.mark.slow
def test_other_workflows_of_this_environment_are_unchanged(tmp_path):
    (tmp_path / "Snakefile").write_text(OTHER)
    (tmp_path / "own.yaml").write_text("scenes: all\n")
    command = [sys.executable, "-m", "snakemake", "--cores", "1", "--configfile"]
    done = subprocess.run([*command, "own.yaml"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "counted.txt").exists()
    failed = subprocess.run([*command, "no.yaml"], cwd=tmp_path, capture_output=True, text=True)
    assert failed.returncode == 1
    assert "The config cannot be run" not in failed.stderr
    assert "No such file or directory: 'no.yaml'" in failed.stderr
