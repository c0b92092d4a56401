# Nearest labelled pixels: a method as a command, in Julia with HDF5.jl.
#
# models:
#   nearest_in_julia: {command: "julia nearest.jl {input} {output}"}
#
# Julia counts axes from the other end: spectra are (bands, n), abundances (endmembers, n).
using HDF5, Statistics

spectra, abundances, test, identity = h5open(ARGS[1]) do given
    read.((given,), ("training/spectra", "training/abundances", "test/spectra", "identity"))
end

inference_time = @elapsed begin
    predicted = zeros(size(abundances, 1), size(test, 2))
    for (pixel, spectrum) in enumerate(eachcol(test))
        distances = vec(sum(abs2, spectra .- spectrum; dims=1))
        predicted[:, pixel] = mean(abundances[:, partialsortperm(distances, 1:3)]; dims=2)
    end
end

h5open(ARGS[2], "w") do returned
    returned["abundances"] = predicted  # (endmembers, n_test)
    returned["identity"] = identity
    returned["training_time"] = 0.0
    returned["inference_time"] = inference_time
end
