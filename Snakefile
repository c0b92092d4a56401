"""How many labelled pixels does a hyperspectral unmixing method need?"""

from snakemake.utils import min_version

min_version("9.27")


# A config that names scenes is a complete study, which Snakemake would merge with the default.
if not workflow.overwrite_configfiles and "scenes" not in config:

    configfile: f"{workflow.current_basedir.get_path_or_uri(secret_free=True)}/config/config.yaml"


# The landing page of `snakemake --report`.
report: "rules/captions/workflow.rst"


include: "rules/common.smk"


pathvars:
    results=RESULTS,
    logs=f"{RESULTS}/logs",
    benchmarks=f"{RESULTS}/benchmarks",


wildcard_constraints:
    scene="[A-Za-z0-9_-]+",
    condition="[A-Za-z0-9_-]+",
    model="[A-Za-z0-9_-]+",
    train_size="[0-9.e-]+",
    seed="[0-9]+",


include: "rules/blocks.smk"
include: "rules/resources.smk"
include: "rules/scenes.smk"
include: "rules/splits.smk"
include: "rules/train.smk"
include: "rules/elsewhere.smk"
include: "rules/evaluate.smk"
include: "rules/maps.smk"
include: "rules/predict.smk"
include: "rules/aggregate.smk"
include: "rules/report.smk"
include: "rules/tracking.smk"


onstart:
    refuse_ignored_environments()
    hold_study()
    tell_what_to_expect()
    import_libraries_early()


rule all:
    default_target: True
    input:
        rules.tables.input,
        rules.figures.input,
        rules.comparisons.input,
        rules.answers.input,
        rules.maps.input,
        rules.exports.input if STUDY.save_data else [],
