#!/usr/bin/env python3
"""Measures Turnpike beside torchdiffeq, in turns on the same machine, and prints a Markdown table of medians and ratios.

usage: benchmarks/compare.py [--rounds R] [--threads T] [--python PYTHON] [CASE ...]

A CASE is PROBLEM:METHOD:ITERATIONS_OF_THE_PEER:OUR_ITERATIONS; without one, those of docs/benchmarks.md are run. Each round runs the
peer once and then `submit/turnpike bench` once, in processes of their own, so that a machine that speeds up or slows down
does so for both. The ratio is the median over rounds of peer / ours. PYTHON must have torch and torchdiffeq.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CASES = ["annuli:vanilla:20:100", "moons:vanilla:20:100", "annuli:minimum-time:800:800", "moons:minimum-time:500:500",
         "spirals:vanilla:40:100", "negation:vanilla:40:100", "cnf-moons:vanilla:20:60",
         "annuli:lyapunov-pretrain:200:800", "moons:lyapunov-pretrain:200:500", "annuli:combined:200:800"]

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--python", default=sys.executable)
parser.add_argument("cases", nargs="*", default=CASES)
args = parser.parse_args()


def last_line(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def figures(name, runs):
    return statistics.median(run[name] for run in runs)


print("| problem | method | figure | torchdiffeq | Turnpike | ratio |")
print("|---|---|---|---|---|---|")
for case in args.cases:
    problem, method, peer_iterations, our_iterations = case.split(":")
    peers, ours = [], []
    for _ in range(args.rounds):
        peers.append(last_line([args.python, str(HERE / "peers/torchdiffeq_peer.py"), problem, "--method", method,
                                "--iterations", peer_iterations, "--threads", str(args.threads)]))
        ours.append(last_line([str(HERE.parent / "submit/turnpike"), "bench", problem, "--method", method,
                               "--iterations", our_iterations, "--threads", str(args.threads)]))
    rows = [("training iteration, ms", "ms_per_iteration"), ("inference, ms", "ms_inference")]
    if "ms_sampling" in peers[0]:
        rows.append(("sampling, ms", "ms_sampling"))
    if peer_iterations == our_iterations:
        rows.append((f"all {our_iterations} iterations, s", "seconds_total"))
    for label, key in rows:
        ratio = statistics.median(peer[key] / our[key] for peer, our in zip(peers, ours))
        print(f"| {problem} | {method} | {label} | {figures(key, peers):.4g} | {figures(key, ours):.4g} | {ratio:.1f}× |")
    print(f"| {problem} | {method} | loss; t_f | {figures('loss', peers):.4g}; {figures('terminal_time', peers):.4f} "
          f"| {figures('loss', ours):.4g}; {figures('terminal_time', ours):.4f} | |", flush=True)
