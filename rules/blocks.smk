"""Rules for blocks of runs: one job works on the runs of a block, one after another."""

import re
from collections import defaultdict

from snakemake_changes import change
from unmixing.study.runs import blocks, runs_in, span

# The models whose runs a rule works on; None stands for splits, which all models share.
MODELS_OF_RULES = {
    "prepare_split": [None],
    "train_network": STUDY.networks,
    "fit_estimator": STUDY.estimators,
    "evaluate_run": list(STUDY.models),
}
# The first block of a rule stands for jobs of a single run, with wildcards for size and seed.
BLOCKS = {rule: blocks(STUDY, models) for rule, models in MODELS_OF_RULES.items()}
RUN_OF_A_PATH = re.compile(r".*/n([0-9.e-]+)/seed([0-9]+)")


def expand_block(pattern, block):
    """Return a path for every run of a block."""
    sizes = block.sizes or ["{train_size}"]
    seeds = block.seeds or ["{seed}"]
    return [
        pattern.replace("{train_size}", str(size)).replace("{seed}", str(seed))
        for size in sizes
        for seed in seeds
    ]


def fill_in_block(text, block):
    """Fill the sizes and seeds of a block into a path or message that its job has once."""
    for axis, values in (("train_size", block.sizes), ("seed", block.seeds)):
        if values:
            text = re.sub(rf"{{(wildcards\.)?{axis}}}", span(values), text)
    return text


def name_rule(rule, block):
    """Name the rule for a block."""
    return f"{rule}{block.suffix}"


def match_scenes(block, rule):
    """Match scenes, each followed by a condition, model, sizes and seeds of a block."""
    models = MODELS_OF_RULES[rule]
    found = {scene: match_jobs(block, scene, models) for scene in STUDY.scenes}
    return (
        "|".join(
            f"{re.escape(scene)}(?=/(?:{ahead}))"
            for scene, ahead in found.items()
            if ahead
        )
        or "(?!)"
    )


def match_jobs(block, scene, models):
    """Match the conditions, models, sizes and seeds of a block on a scene; empty if it has none."""
    by_condition = defaultdict(list)
    for condition in STUDY.conditions:
        by_condition[match_models(block, scene, condition, models)].append(condition)
    return "|".join(
        f"(?:{match_any(conditions)})/(?:{ahead})"
        for ahead, conditions in by_condition.items()
        if ahead
    )


def match_models(block, scene, condition, models):
    """Match the models, sizes and seeds of a block under a condition; empty if it has none."""
    folders = defaultdict(list)
    for model in models:
        sizes, seeds = runs_in(STUDY, block, scene, condition, model)
        if sizes and seeds:
            folders[sizes, seeds].append(
                "" if model is None else re.escape(f"{model}/")
            )
    return "|".join(
        f"(?:{'|'.join(names)})n{match_values(block.sizes, sizes)}/seed{match_values(block.seeds, seeds)}(?:[/.]|$)"
        for (sizes, seeds), names in folders.items()
    )


def match_values(in_block, values):
    """Match sizes or seeds; the paths of a block spell them out already."""
    return "[^/]+?" if in_block else f"(?:{match_any(map(str, values))})"


def parse_runs(files):
    """Read the size and seed of runs from the paths of their files."""
    return [list(RUN_OF_A_PATH.match(file).groups()) for file in files]


def parse_runs_of_inputs(input):
    """Return the runs of a job, from their splits, or from the exported input of its only run."""
    return parse_runs(input.get("splits", [input.get("given")]))


def parse_runs_of_outputs(wildcards, output):
    """Return the runs of a job, as a parameter of its rule."""
    named = output.get("predictions", output)
    return parse_runs([named] if isinstance(named, str) else named)


def name_command_rule(model):
    """Name the rule that runs a command in its environment."""
    return f"run_command_{model}"


def collect_rule_names():
    """Map each rule that has several to their names, as an importing workflow sees them."""
    called = workflow.modifier.modify_rulename
    several = {
        general: [name_rule(general, block) for block in blocks_of_rule]
        for general, blocks_of_rule in BLOCKS.items()
    }
    if STUDY.environments:
        several["run_command"] = list(map(name_command_rule, STUDY.environments))
        several["export_input"] = ["export_input", "export_input_to_run"]
    return {
        called(general): list(map(called, names)) for general, names in several.items()
    }


# Collected now, because names can only be modified while this file is read.
RULE_NAMES = collect_rule_names()
change(workflow, RULE_NAMES)
