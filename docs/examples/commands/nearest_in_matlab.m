function nearest_in_matlab(input, output)
% Nearest labelled pixels: a method as a command, in MATLAB.
%
% models:
%   nearest_in_matlab:
%     command: "matlab -batch \"nearest_in_matlab('{input}', '{output}')\""
%     depends: [nearest_in_matlab.m]
%
% MATLAB counts axes from the other end: spectra are (bands, n), abundances (endmembers, n).
spectra = h5read(input, '/training/spectra');
abundances = h5read(input, '/training/abundances');
test = h5read(input, '/test/spectra');

tic;
predicted = zeros(size(abundances, 1), size(test, 2));
for pixel = 1:size(test, 2)
    [~, order] = sort(sum((spectra - test(:, pixel)).^2, 1));
    predicted(:, pixel) = mean(abundances(:, order(1:3)), 2);
end
inference_time = toc;

h5create(output, '/abundances', size(predicted));
h5write(output, '/abundances', predicted); % (endmembers, n_test)
h5create(output, '/identity', 1);
h5write(output, '/identity', double(h5read(input, '/identity')));
h5create(output, '/training_time', 1);
h5write(output, '/training_time', 0);
h5create(output, '/inference_time', 1);
h5write(output, '/inference_time', inference_time);
end
