# Run a method that is a command inside its environment, where only a shell is sure to be there.
#
# bash run_command.sh INPUT OUTPUT LOG FOLDER COMMAND SECONDS THREADS GPUS
#
# SECONDS of 0 are no limit.
set -euo pipefail
input=$1 output=$2 log=$PWD/$3 folder=$4 command=$5 seconds=$6 threads=$7 gpus=$8

printf -v given %q "$PWD/$input"
printf -v returned %q "$PWD/$output"
command=${command//\{input\}/$given}
command=${command//\{output\}/$returned}

export OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads MKL_NUM_THREADS=$threads
export VECLIB_MAXIMUM_THREADS=$threads JULIA_NUM_THREADS=$threads
if [ "$gpus" = 0 ]; then export CUDA_VISIBLE_DEVICES=; fi

# Not every system has timeout.
limit=()
if [ "$seconds" != 0 ]; then limit=(timeout -k 5 "$seconds"); fi
status=0
# An unset variable or a failing part of a pipe ends it, as in the commands of Snakemake.
{
    (cd "$folder" && exec ${limit[@]+"${limit[@]}"} bash -euo pipefail -c "$command") \
        < /dev/null > "$log" 2>&1 || status=$?
    # Here bash would say that it was killed, which a sentence below says.
} 2> /dev/null

if [ $status = 124 ] && [ "$seconds" != 0 ]; then
    said="the command was stopped because it took longer than its timeout, $seconds seconds: $command"
elif [ $status = 137 ]; then
    said="the command ended by the signal SIGKILL, perhaps for want of memory"
    if [ "$seconds" != 0 ]; then said+=" or because it did not end at its timeout, $seconds seconds"; fi
    said+=": $command"
elif [ $status != 0 ]; then
    said="the command ended with status $status: $command"
elif [ ! -e "$output" ]; then
    said="the command ended without an error, and wrote no {output}."
    status=1
else
    exit 0
fi
# A progress bar goes back to the start of its line.
last=$(sed 's/\r*$//; s/.*\r//; /^ *$/d; s/^/  /' "$log" | tail -n 10 | cut -c -500)
last=${last:+Its last lines:$'\n'$last}
said+=$'\n'${last:-It printed nothing.}
printf '%s Error: %s\n' "$(date '+%F %T')" "$said" >> "$log"
printf '\nError: %s\n\n' "$said" >&2
exit $status
