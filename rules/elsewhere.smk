"""Runs of programs outside of the workflow's Python: their inputs are exported, and what they
predict elsewhere, or here in an environment of their own, is taken.
"""

import math
import shlex

from unmixing.study.commands import is_conda
from unmixing.study.elsewhere import check_predictions

# Not a parameter of its rule, because where it lies decides no result.
RUNNER = str(SCRIPTS / "run_command.sh")


def find_predicted(wildcards):
    """Return the file that was predicted for a run, in an environment or elsewhere."""
    if wildcards.model in STUDY.environments:
        return f"<results>/{paths.OUTPUT}".format(**wildcards)
    try:
        check_predictions(STUDY, wildcards.model, GIVEN)
    except UserError as error:
        raise SystemExit(str(error))
    folder = STUDY.elsewhere[wildcards.model]
    return local(f"{folder}/{paths.CELL}.h5".format(**wildcards))


def find_measured(wildcards):
    """Return what Snakemake has measured of a program that it ran."""
    ran = wildcards.model in STUDY.environments
    return (
        f"<benchmarks>/run_command/{paths.CELL}.tsv".format(**wildcards) if ran else []
    )


def choose_device(wildcards):
    """Return the device that a program is told to use."""
    return "gpu" if is_on_gpu(wildcards.model) else "cpu"


def get_command(wildcards):
    """Return the command of a model; in a plain text its braces would stand for wildcards."""
    return get_settings(wildcards).command


def get_folder(wildcards):
    """Return the folder that a command runs in."""
    return str(STUDY.commands[wildcards.model].folder)


def limit_seconds(wildcards):
    """Return the seconds that a command may take, 0 for any number."""
    return math.ceil(60 * (STUDY.commands[wildcards.model].timeout or 0))


def show_folders_to_containers():
    """Let containers see what they run: by themselves they see the working directory."""
    folders = {
        STUDY.commands[model].folder.resolve()
        for model, environment in STUDY.environments.items()
        if not is_conda(environment)
    }
    for folder in sorted(folders and {SCRIPTS, *folders}):
        bound = f" --bind {shlex.quote(str(folder))}"
        workflow.deployment_settings.apptainer_args += bound


show_folders_to_containers()


def refuse_ignored_environments():
    """Stop before jobs whose environment Snakemake would ignore without a word."""
    rules_to_run = {job.rule.name for job in workflow.dag.needrun_jobs()}
    for model, environment in STUDY.environments.items():
        flag = "conda" if is_conda(environment) else "apptainer"
        used = workflow.deployment_settings.deployment_method
        if (
            name_command_rule(model) in rules_to_run
            and DeploymentMethod[flag.upper()] not in used
        ):
            raise SystemExit(
                f"models.{model} is to run in {environment}, which Snakemake only uses with --sdm "
                f"{flag}: add that to the command line (docs/commands.md)."
            )


rule take_predictions:
    input:
        scene=SCENE,
        split=SPLIT,
        other_scenes=other_scenes,
        predicted=find_predicted,
        measured=find_measured,
        files=list_files_of_program,
    output:
        f"<results>/{paths.PREDICTIONS}",
    log:
        f"<logs>/take_predictions/{paths.CELL}.log",
    benchmark:
        f"<benchmarks>/take_predictions/{paths.CELL}.tsv"
    wildcard_constraints:
        model=match_any([*STUDY.environments, *STUDY.elsewhere]),
    priority: FIRST
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=10,
    params:
        code=digest_script("take_predictions"),
        settings=plain_settings,
        noise=get_noise,
    message:
        "Taking the predictions of {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/take_predictions.py"


# Programs that are run here need their inputs no longer than that.
for NAME, MODELS, MARKED in (
    ("export_input", set(STUDY.models) - set(STUDY.environments), str),
    ("export_input_to_run", STUDY.environments, temp),
):

    rule:
        name:
            NAME
        input:
            scene=SCENE,
            split=SPLIT,
            other_scenes=other_scenes,
        output:
            MARKED(f"<results>/{paths.INPUT}"),
        log:
            f"<logs>/export_input/{paths.CELL}.log",
        benchmark:
            f"<benchmarks>/export_input/{paths.CELL}.tsv"
        wildcard_constraints:
            model=match_any(MODELS),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=export_memory,
            runtime=30,
            device=choose_device,
        params:
            code=digest_script("export_input"),
            settings=plain_settings,
            noise=get_noise,
        message:
            "Exporting {output}"
        script:
            "../workflow_scripts/export_input.py"


for MODEL, ENVIRONMENT in STUDY.environments.items():

    rule:
        name:
            name_command_rule(MODEL)
        input:
            given=f"<results>/{paths.INPUT}",
            files=list_files_of_program,
        output:
            temp(f"<results>/{paths.OUTPUT}"),
        log:
            f"<logs>/run_command/{paths.CELL}.log",
        benchmark:
            f"<benchmarks>/run_command/{paths.CELL}.tsv"
        wildcard_constraints:
            model=re.escape(MODEL),
        # Before further inputs are exported, because they take room.
        priority: 1
        conda:
            os.path.abspath(ENVIRONMENT) if is_conda(ENVIRONMENT) else None
        container:
            None if is_conda(ENVIRONMENT) else ENVIRONMENT
        threads: 1
        resources:
            gpu=count_gpus,
            mem_mb=fitting_memory,
            runtime=fitting_minutes,
            seconds=limit_seconds,
        params:
            command=get_command,
            folder=get_folder,
        message:
            "Running {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
        shell:
            "bash {RUNNER:q} {input.given:q} {output:q} {log:q} {params.folder:q}"
            " {params.command:q} {resources.seconds} {threads} {resources.gpu}"


rule inputs:
    input:
        expand_runs(f"<results>/{paths.INPUT}"),
