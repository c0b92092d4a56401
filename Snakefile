"""How many labelled pixels does a hyperspectral unmixing method need?"""

from snakemake.utils import min_version

min_version("9.27")


# Another study's file replaces the quick study: Snakemake would merge the two.
if not workflow.overwrite_configfiles:

    configfile: f"{workflow.basedir}/config/config.yaml"


include: "rules/common.smk"
include: "rules/resources.smk"


pathvars:
    results=f"results/{STUDY['study']}",
    logs=f"results/{STUDY['study']}/logs",
    benchmarks=f"results/{STUDY['study']}/benchmarks",


wildcard_constraints:
    scene="[A-Za-z0-9_-]+",
    condition="[A-Za-z0-9_-]+",
    model="[A-Za-z0-9_-]+",
    train_size="[0-9.e-]+",
    seed="[0-9]+",


include: "rules/scenes.smk"
include: "rules/splits.smk"
include: "rules/train.smk"
include: "rules/evaluate.smk"
include: "rules/aggregate.smk"
include: "rules/compare.smk"
include: "rules/answers.smk"
include: "rules/maps.smk"
include: "rules/report.smk"


onstart:
    hold_study()


rule all:
    default_target: True
    input:
        rules.tables.input,
        rules.figures.input,
        rules.comparisons.input,
        rules.answers.input,
        rules.maps.input,
        rules.exports.input,
