#!/usr/bin/env bash
# Grades a planned class with Slurm: a task for every shard, and behind them a job that makes the gradebook.
#
#   grader/class/cluster/slurm/submit.sh GRADEBOOK [OPTIONS OF SBATCH…]
#
# To be run in the checkout, which is on a disk that all nodes share, as are the gradebook and what was handed in. The
# same command goes on where an earlier one came to an end: what is graded is never graded again. CLASS names the
# program, if it is not target/class/class.
set -euo pipefail

[ $# -ge 1 ] || { echo "usage: $0 GRADEBOOK [OPTIONS OF SBATCH…]" >&2; exit 2; }
here=$(realpath "$(dirname "$0")")
GRADEBOOK=$(realpath "$1")
shift
CHECKOUT=$PWD
CLASS=$(realpath "${CLASS:-target/class/class}")
export GRADEBOOK CHECKOUT CLASS

[ -e "$GRADEBOOK/plan/manifest.json" ] || { echo "there is no plan in $GRADEBOOK: run \`class plan\` first" >&2; exit 2; }
[ -x "$CLASS" ] || { echo "there is no program $CLASS: run \`cargo build --profile class -p class\`, or name it in CLASS" >&2; exit 2; }
logs=$GRADEBOOK/plan/logs
mkdir -p "$logs"

shards=$(find "$GRADEBOOK/plan/shards" -name '*.json' | wc -l)
# so many tasks an array has at most: the highest index is one below
most=$(scontrol show config | sed -n 's/^MaxArraySize *= *//p')
dependency=()
arrays=
for ((FIRST = 0; FIRST < shards; FIRST += most)); do
  export FIRST
  last=$((shards - FIRST < most ? shards - FIRST - 1 : most - 1))
  job=$(sbatch --parsable --export=ALL --array="0-$last" --output="$logs/shards-%A_%a.txt" "$@" "$here/shard.sh")
  echo "shards $FIRST to $((FIRST + last)): job ${job%%;*}"
  arrays+=:${job%%;*}
  # whatever became of them: a merge says what is missing
  dependency=("--dependency=afterany$arrays")
done
job=$(sbatch --parsable --export=ALL --output="$logs/merge-%j.txt" "${dependency[@]}" "$@" "$here/merge.sh")
echo "the gradebook: job ${job%%;*}, which says in $logs/merge-${job%%;*}.txt what became of it"
