"""Error curves of any learning problem, answered as those of unmixing are: from a table alone.

It reads a table of errors by method, size and seed, and calls the answers, the figures and the page
that the workflow calls. It knows no config, no Snakemake and no framework. What those say of
labelled pixels and their RMSE, `wording` says of the reader's own data.
"""
