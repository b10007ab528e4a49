#!/usr/bin/env python3
"""Measures how long training takes to a loss, vanilla beside another method, in turns on the same machine.

usage: benchmarks/time_to_loss.py [--rounds R] [--losses L ...] [--threads T] [--runs DIR] [CASE ...]

A CASE is PROBLEM:METHOD, of the problems moons and annuli and the methods minimum-time, convergence-rate, combined (annuli) and
snopt (annuli), which is compared with vanilla by the adjoint. Settings are those of conf/reproduce/deep. Each round is a seed: data and
weights are drawn by it. It trains once by each of the two, in processes of their own (`submit/turnpike train`), and reads from
history.csv after how many seconds of training the cost of all rows first fell to each loss; pre-training counts, and its cost is no
loss. Prints medians, the median and the range of the rounds' ratios, and the ratio of the times of all epochs. Evaluations are those of the
field, forward and backward, that training makes; those of a Lyapunov loss, and of judging a model between epochs, do not count.

With --runs nothing is trained: DIR has the runs of `submit/reproduce deep` (runs/reproduce/deep), as many seeds as rounds.
"""
import argparse
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
CASES = ["moons:minimum-time", "moons:convergence-rate", "annuli:minimum-time", "annuli:convergence-rate", "annuli:combined",
         "annuli:snopt"]
STAGES = {"convergence-rate": "lyapunov-pretrain,forward-search"}
PRE_TRAINING = "lyapunov-pretrain"

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--losses", type=float, nargs="+", default=[0.1, 0.01])
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--runs", type=pathlib.Path, help="read runs of submit/reproduce deep in place of training")
parser.add_argument("--vanilla-rate", type=float, help="Adam's rate of vanilla, in place of the published one")
parser.add_argument("cases", nargs="*", default=CASES)
args = parser.parse_args()


def train(problem, seed, settings):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "run"
        command = [str(ROOT / "submit/turnpike"), "train", "--conf", str(ROOT / f"conf/reproduce/deep/{problem}.conf"),
                   "--output", str(output), "--master", f"local[{args.threads}]"]
        command += [part for setting in [f"seed={seed}", *settings] for part in ("--set", setting)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return read(output)


def read(run):
    with open(run / "history.csv", newline="") as history:
        rows = list(csv.DictReader(history))
    return rows, json.loads((run / "metrics.json").read_text())


def reached(run, loss):
    """Seconds and evaluations of the field, both infinite where the loss was never reached."""
    rows, metrics = run
    before, last, stage, evaluations = 0.0, 0.0, None, 0.0
    for row in rows:
        if row["stage"] != stage:
            before, stage = before + last, row["stage"]
        last = float(row["seconds"])
        evaluations += float(row["nfe_forward"]) + float(row["nfe_backward"])
        if stage != PRE_TRAINING and float(row["cost"]) <= loss:
            return before + last, evaluations
    # A row's cost is that before its update; the last update's model is measured at the end.
    return (before + last, evaluations) if metrics["loss"] <= loss else (float("inf"), float("inf"))


def evaluations(run):
    return sum(float(row["nfe_forward"]) + float(row["nfe_backward"]) for row in run[0])


def ratio(first, second):
    """nan where the first, or both, were never there: then there is nothing to compare."""
    return float("nan") if first == float("inf") else first / second


def spread(values):
    known = [value for value in values if 0 < value < float("inf")]
    never = f"; {len(values) - len(known)} never" if len(known) < len(values) else ""
    return f"{statistics.median(known):.1f}× ({min(known):.1f}–{max(known):.1f}){never}" if known else "never"


def pair(problem, method, seed):
    """Runs of vanilla and of the method by one seed."""
    if args.runs:
        vanilla = f"{problem}-vanilla" + ("-adjoint" if method == "snopt" else "") + ("-fast" if args.vanilla_rate else "")
        return tuple(read(args.runs / name / f"seed-{seed}") for name in (vanilla, f"{problem}-{method}"))
    settings = ["stages=[vanilla]"] + (["gradient=backsolve"] if method == "snopt" else [])
    if args.vanilla_rate:
        settings.append(f"vanilla.optimizer.rate={args.vanilla_rate}")
    return train(problem, seed, settings), train(problem, seed, [f"stages=[{STAGES.get(method, method)}]"])


print("| problem | method | to a loss of | vanilla, s | method, s | faster | fewer evaluations |")
print("|---|---|---|---|---|---|---|")
for case in args.cases:
    problem, method = case.split(":")
    runs = [pair(problem, method, seed) for seed in range(1, args.rounds + 1)]
    for loss in args.losses:
        both = [(reached(a, loss), reached(b, loss)) for a, b in runs]
        seconds = [statistics.median(each[i][0] for each in both) for i in (0, 1)]
        print(f"| {problem} | {method} | {loss:g} | {seconds[0]:.3f} | {seconds[1]:.3f} "
              f"| {spread([ratio(a[0], b[0]) for a, b in both])} | {spread([ratio(a[1], b[1]) for a, b in both])} |")
    totals = [[run[i][1]["training_seconds"] for run in runs] for i in (0, 1)]
    spent = [[evaluations(run[i]) for run in runs] for i in (0, 1)]
    print(f"| {problem} | {method} | all epochs | {statistics.median(totals[0]):.3f} | {statistics.median(totals[1]):.3f} "
          f"| {spread([a / b for a, b in zip(*totals)])} | {spread([a / b for a, b in zip(*spent)])} |")
    metrics = [run[1][1] for run in runs]
    print(f"| {problem} | {method} | t_f {' '.join(format(m['terminal_time'], '.4f') for m in metrics)}; right "
          f"{' '.join(format(m['accuracy'], '.4f') for m in metrics)} | | | | |", flush=True)
