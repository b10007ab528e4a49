#!/usr/bin/env python3
"""Measures Turnpike beside torchdiffeq, in turns on the same machine, and prints a Markdown table of medians and ratios.

usage: benchmarks/compare.py [--rounds R] [--seeds] [--losses] [--threads T] [--python PYTHON] [CASE ...]

A CASE is PROBLEM:METHOD:ITERATIONS_OF_THE_PEER:OUR_ITERATIONS; without one, those of docs/benchmarks.md are run. Each round runs the
peer once and then `submit/turnpike bench` once, in processes of their own, so that a machine that speeds up or slows down
does so for both. The ratio is the median over rounds of peer / ours. With --seeds, data and weights of each round are drawn by another
seed, so that the losses of the two, each with its range, can be compared too: those of the best iterate, and the lowest objective
where that is another; give both as many iterations. With --losses that is all that is printed, for machines on which others work.
PYTHON must have torch and torchdiffeq.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys

DATA = {"moons": "moons?n=512&noise=0.1", "annuli": "annuli?n=512&noise=0.01", "spirals": "spirals?n=512&arms=3&noise=0.1",
        "cnf-moons": "moons?n=512&noise=0.1&fresh=true"}
# methods that minimise something beside the terminal loss
OBJECTIVES = ["minimum-time", "lyapunov-pretrain", "combined", "taynode"]
HERE = pathlib.Path(__file__).resolve().parent
CASES = ["annuli:vanilla:20:100", "moons:vanilla:20:100", "annuli:minimum-time:800:800", "moons:minimum-time:500:500",
         "spirals:vanilla:40:100", "negation:vanilla:40:100", "spirals:dopri5:300:300", "negation:dopri5:300:300",
         "cnf-moons:vanilla:20:60",
         "annuli:lyapunov-pretrain:200:800", "moons:lyapunov-pretrain:200:500", "annuli:combined:200:800"]
# what the peer's script calls a method is to us another solver
OURS = {"dopri5": ["--method", "vanilla", "--set", "solver={method=dopri5,rtol=1e-6,atol=1e-6}"]}

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seeds", action="store_true")
parser.add_argument("--losses", action="store_true")
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


def spread(runs, key):
    losses = sorted(run[key] for run in runs)
    spread = f" ({losses[0]:.4g} to {losses[-1]:.4g})" if args.seeds else ""
    return f"{statistics.median(losses):.4g}{spread}"


def drawn(problem, seed):
    """How both are told by what to draw."""
    if not args.seeds:
        return [], []
    data = DATA.get(problem)
    ours = ["--set", f"seed={seed}"] + (["--set", f"data.train={data}&seed={seed}"] if data else [])
    return ["--seed", str(seed)], ours


print("| problem | method | figure | torchdiffeq | Turnpike | ratio |")
print("|---|---|---|---|---|---|")
for case in args.cases:
    problem, method, peer_iterations, our_iterations = case.split(":")
    peers, ours = [], []
    for seed in range(1, args.rounds + 1):
        peer_draw, our_draw = drawn(problem, seed)
        peers.append(last_line([args.python, str(HERE / "peers/torchdiffeq_peer.py"), problem, "--method", method,
                                "--iterations", peer_iterations, "--threads", str(args.threads), *peer_draw]))
        ours.append(last_line([str(HERE.parent / "submit/turnpike"), "bench", problem, *OURS.get(method, ["--method", method]),
                               "--iterations", our_iterations, "--threads", str(args.threads), *our_draw]))
    rows = [] if args.losses else [("training iteration, ms", "ms_per_iteration"), ("inference, ms", "ms_inference")]
    if rows and "ms_sampling" in peers[0]:
        rows.append(("sampling, ms", "ms_sampling"))
    if rows and peer_iterations == our_iterations:
        rows.append((f"all {our_iterations} iterations, s", "seconds_total"))
    for label, key in rows:
        ratio = statistics.median(peer[key] / our[key] for peer, our in zip(peers, ours))
        print(f"| {problem} | {method} | {label} | {figures(key, peers):.4g} | {figures(key, ours):.4g} | {ratio:.1f}× |")
    if method in OBJECTIVES:
        print(f"| {problem} | {method} | objective | {spread(peers, 'objective')} | {spread(ours, 'objective')} | |")
    print(f"| {problem} | {method} | loss; t_f | {spread(peers, 'loss')}; {figures('terminal_time', peers):.4f} "
          f"| {spread(ours, 'loss')}; {figures('terminal_time', ours):.4f} | |", flush=True)
