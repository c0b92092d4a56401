"""Runs of programs elsewhere: their inputs are exported, and what they predict is taken."""

from unmixing.study.elsewhere import check_predictions


def find_predicted(block):
    """Return an input function: the files that were predicted elsewhere for a block's runs."""

    def files(wildcards):
        try:
            check_predictions(STUDY, wildcards.model, GIVEN)
        except UserError as error:
            raise SystemExit(str(error))
        folder = STUDY.elsewhere[wildcards.model]
        return [
            local(path.format(**wildcards))
            for path in expand_block(f"{folder}/{paths.CELL}.h5", block)
        ]

    return files


for BLOCK in BLOCKS["take_predictions"]:

    rule:
        name:
            name_rule("take_predictions", BLOCK)
        input:
            scene=SCENE,
            splits=expand_block(SPLIT, BLOCK),
            other_scenes=other_scenes,
            predicted=find_predicted(BLOCK),
        output:
            predictions=expand_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
        log:
            fill_in_block(f"<logs>/take_predictions/{paths.CELL}.log", BLOCK),
        benchmark:
            fill_in_block(f"<benchmarks>/take_predictions/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=match_scenes(BLOCK, "take_predictions"),
        conda:
            "../envs/analysis.yaml"
        threads: 1
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=digest_script("take_predictions"),
            runs=parse_runs_of_outputs,
            settings=plain_settings,
            noise=get_noise,
        message:
            fill_in_block(
                "Taking the predictions of {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
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
