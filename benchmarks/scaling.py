#!/usr/bin/env python3
"""Calculates the time of a training iteration on many workers, and prints the tables of docs/scaling.md.

usage: benchmarks/scaling.py [--solve-ns NS] [--rows ROWS] [--shards-per-worker S]

The model of docs/scaling.md: an iteration is a worker's share of the solve, then three rounds of letters (sums to the owners of
slices, norms, the new slices). Letters cost a start each, on the sender's one thread, and their bytes on the wire or on the
transport's thread, whichever takes longer; a worker adds its shards, an owner the branches that it gets, and applies Adam.
"""
import argparse

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rows", type=int, default=65536, help="rows of a batch, of all workers together")
parser.add_argument("--solve-ns", type=float, default=0.25, help="ns per row, weight and solver step of a core, forward and back")
parser.add_argument("--steps", type=int, default=10, help="evaluations of the field's derivative in an iteration, times two")
parser.add_argument("--cores", type=int, default=16, help="cores of a worker")
parser.add_argument("--shards-per-worker", type=int, default=1)
parser.add_argument("--letter-us", type=float, default=5, help="µs of a worker's thread for a letter")
parser.add_argument("--latency-us", type=float, default=50, help="µs from one worker to another")
parser.add_argument("--copy-ns", type=float, default=0.8, help="ns of a transport's thread to send or receive one number")
parser.add_argument("--add-ns", type=float, default=0.5, help="ns to add one number of one branch, on one core")
parser.add_argument("--update-ns", type=float, default=2, help="ns of mean, norm and Adam for one number, on one core")
args = parser.parse_args()

BLOCK = 4096
WORKERS = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
PARAMETERS = [10 ** exponent for exponent in range(3, 9)]


def solve(parameters, workers):
    # a worker's rows fill whole tiles of 64, shared by its cores
    tiles = -(-args.rows // (64 * workers))
    waves = -(-tiles // args.cores)
    return waves * 64 * parameters * args.steps * args.solve_ns * 1e-9


def exchange(parameters, workers, gigabits):
    owners = min(workers, parameters // BLOCK + 1)
    if owners == 1 and workers <= 4:  # sums to all, one round
        rounds, letters, sent = 1, workers - 1, (workers - 1) * 4 * parameters
    else:
        share = (workers - 1) / workers
        rounds = 3
        letters = 3 * (workers - 1)
        # an owner sends its slice to all, and takes a slice of the sums from all: the busiest worker's bytes
        slice_bytes = 4 * parameters / owners
        sent = args.shards_per_worker * 4 * parameters * share + slice_bytes * (workers - 1)
    # the transport's thread copies while the network sends
    wire = max(sent * 8 / (gigabits * 1e9), sent / 4 * args.copy_ns * 1e-9)
    sums = parameters * args.shards_per_worker * args.add_ns
    own = parameters / owners
    compute = (sums + own * (workers * args.shards_per_worker * args.add_ns + args.update_ns)) * 1e-9 / args.cores
    return rounds * args.latency_us * 1e-6 + letters * args.letter_us * 1e-6 + wire + compute


def time(seconds):
    return f"{seconds * 1e3:.2f}" if seconds < 1 else f"{seconds * 1e3:.0f}"


for gigabits in (10, 100):
    print(f"\n{gigabits} Gbit/s: ms of an iteration (of which the exchange)\n")
    print("| parameters | " + " | ".join(str(w) for w in WORKERS) + " | exchange overtakes the solve |")
    print("|---" * (len(WORKERS) + 2) + "|")
    for parameters in PARAMETERS:
        cells, overtaken = [], None
        for workers in WORKERS:
            s, e = solve(parameters, workers), exchange(parameters, workers, gigabits)
            cells.append(f"{time(s + e)} ({time(e)})")
            if overtaken is None and e > s:
                overtaken = workers
        print(f"| 10^{len(str(parameters)) - 1} | " + " | ".join(cells) + f" | {overtaken or 'never'} |")
