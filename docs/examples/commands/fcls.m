% Fully constrained least squares with known endmembers: a method as a command, in Octave.
%
% models:
%   fcls_in_octave: {command: "octave-cli --quiet fcls.m {input} {output}"}
%
% Octave counts axes from the other end: spectra are (bands, n), abundances (endmembers, n).
1;

% Minimises |endmembers * a - spectrum|^2 over the simplex; the sum is held by a heavy extra row.
function abundances = unmix(endmembers, spectra)
  weight = 1e3 * max(abs(endmembers(:)));
  mixing = [endmembers; weight * ones(1, columns(endmembers))];
  abundances = zeros(columns(endmembers), columns(spectra));
  for pixel = 1:columns(spectra)
    abundances(:, pixel) = lsqnonneg(mixing, [spectra(:, pixel); weight]);
  end
end

arguments = argv();
given = load("-hdf5", arguments{1});
tic;
abundances = unmix(given.endmembers', double(given.test.spectra)); % endmembers are (p, bands) here
inference_time = toc;
training_time = 0;
identity = given.identity;
save("-hdf5", arguments{2}, "abundances", "identity", "training_time", "inference_time");
