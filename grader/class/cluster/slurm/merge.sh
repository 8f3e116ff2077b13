#!/usr/bin/env bash
#SBATCH --job-name=class-merge
#SBATCH --ntasks=1
#SBATCH --requeue
#SBATCH --open-mode=append
# The gradebook, once all shards have come to an end; submitted by submit.sh.
set -u

cd "$CHECKOUT" || exit 75
exec "$CLASS" merge --gradebook "$GRADEBOOK"
