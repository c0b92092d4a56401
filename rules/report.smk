"""The page that a reader opens first."""


rule report:
    input:
        "<results>/report.html",


rule write_report:
    input:
        tables=rules.tables.input,
        figures=rules.figures.input,
        comparisons=rules.comparisons.input,
        code=modules("page"),
    output:
        "<results>/report.html",
    log:
        "<logs>/write_report.log",
    benchmark:
        "<benchmarks>/write_report.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=2000,
        runtime=10,
    params:
        study=STUDY["study"],
    message:
        "Writing {output}"
    script:
        "../workflow_scripts/write_report.py"
