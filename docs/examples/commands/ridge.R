# Ridge regression: a method as a command, in R with hdf5r.
#
# models:
#   ridge_in_r: {command: "Rscript ridge.R {input} {output}"}
#
# R counts axes from the other end: spectra are (bands, n), abundances (endmembers, n).
library(hdf5r)

paths <- commandArgs(trailingOnly = TRUE)
given <- H5File$new(paths[1], mode = "r")
read <- function(name) given[[name]]$read()

# Chooses the penalty on the validation pixels.
fit <- function(penalty, x, y) {
  scale <- penalty * mean(rowSums(x^2))
  solve(tcrossprod(x) + scale * diag(nrow(x)), x %*% t(y))
}
with_ones <- function(spectra) rbind(spectra, 1)
x <- with_ones(read("training/spectra"))
y <- read("training/abundances")
started <- proc.time()[["elapsed"]]
candidates <- lapply(10^(-8:-1), fit, x = x, y = y)
errors <- sapply(candidates, function(weights) {
  predicted <- crossprod(weights, with_ones(read("validation/spectra")))
  mean((predicted - read("validation/abundances"))^2)
})
weights <- candidates[[which.min(errors)]]
trained <- proc.time()[["elapsed"]]

predicted <- pmax(crossprod(weights, with_ones(read("test/spectra"))), 0)
predicted <- sweep(predicted, 2, pmax(colSums(predicted), 1e-9), "/")
finished <- proc.time()[["elapsed"]]

returned <- H5File$new(paths[2], mode = "w")
returned[["abundances"]] <- predicted # (endmembers, n_test)
returned[["identity"]] <- read("identity")
returned[["parameters"]] <- length(weights)
returned[["training_time"]] <- trained - started
returned[["inference_time"]] <- finished - trained
returned$close_all()
# A file model.* next to the output is kept as the model of the run.
saveRDS(weights, file.path(dirname(paths[2]), "model.rds"))
