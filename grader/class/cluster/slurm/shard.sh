#!/usr/bin/env bash
#SBATCH --job-name=class-shard
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem-per-cpu=2G
#SBATCH --requeue
#SBATCH --open-mode=append
# One shard, submitted by submit.sh. A node that dies has its tasks start again elsewhere, where they find what was kept.
set -u

cd "$CHECKOUT" || exit 75
# student code is built and run on a disk of the node
TMPDIR=${SLURM_TMPDIR:-${TMPDIR:-/tmp}}
[ -d "$TMPDIR" ] || TMPDIR=/tmp
export TMPDIR

status=0
"$CLASS" shard "$((FIRST + SLURM_ARRAY_TASK_ID))" --gradebook "$GRADEBOOK" --workers "${SLURM_CPUS_PER_TASK:-1}" ||
  status=$?
# what another try may cure is tried three times more; what students did wrong is no failure
if [ "$status" -eq 75 ] && [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ]; then
  scontrol requeue "$SLURM_JOB_ID" && sleep 600
fi
exit "$status"
