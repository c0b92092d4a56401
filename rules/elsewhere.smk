"""Runs of programs elsewhere: their inputs are exported, and what they predict is taken."""

from unmixing.study.elsewhere import check_predictions


def find_predicted(wildcards):
    """Return the file that was predicted elsewhere for a run."""
    try:
        check_predictions(STUDY, wildcards.model, GIVEN)
    except UserError as error:
        raise SystemExit(str(error))
    folder = STUDY.elsewhere[wildcards.model]
    return local(f"{folder}/{paths.CELL}.h5".format(**wildcards))


rule take_predictions:
    input:
        scene=SCENE,
        split=SPLIT,
        other_scenes=other_scenes,
        predicted=find_predicted,
    output:
        f"<results>/{paths.PREDICTIONS}",
    log:
        f"<logs>/take_predictions/{paths.CELL}.log",
    benchmark:
        f"<benchmarks>/take_predictions/{paths.CELL}.tsv"
    wildcard_constraints:
        model=match_any(STUDY.elsewhere),
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


rule export_input:
    input:
        scene=SCENE,
        split=SPLIT,
        other_scenes=other_scenes,
    output:
        f"<results>/{paths.INPUT}",
    log:
        f"<logs>/export_input/{paths.CELL}.log",
    benchmark:
        f"<benchmarks>/export_input/{paths.CELL}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=export_memory,
        runtime=30,
    params:
        code=digest_script("export_input"),
        settings=plain_settings,
        noise=get_noise,
    message:
        "Exporting {output}"
    script:
        "../workflow_scripts/export_input.py"


rule inputs:
    input:
        expand_runs(rules.export_input.output[0]),
