#!/usr/bin/env python3
"""Measures how long training takes to a loss, vanilla with the adjoint beside SNOpt on the annuli, in turns on the same machine.

usage: benchmarks/time_to_loss.py [--rounds R] [--losses L ...]

Each round trains once by each of the two, in processes of their own (`submit/turnpike train`), and reads from history.csv after how
many seconds of training the cost of all rows first fell to each loss. Prints medians and the median of the rounds' ratios.
"""
import argparse
import csv
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SNOPT = HERE.parent / "conf/annuli-snopt.conf"
# The same data and model; Adam 0.01 as in the paper's experiment, gradients by the adjoint equation.
VANILLA = ["stages=[vanilla]", "gradient=backsolve", "vanilla.epochs=800", "vanilla.optimizer.name=adam",
           "vanilla.optimizer.rate=0.01"]

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--losses", type=float, nargs="+", default=[0.1, 0.01, 0.001])
args = parser.parse_args()


def train(settings):
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "run"
        command = [str(HERE.parent / "submit/turnpike"), "train", "--conf", str(SNOPT), "--output", str(output)]
        command += [part for setting in settings for part in ("--set", setting)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        with open(output / "history.csv", newline="") as history:
            rows = list(csv.DictReader(history))
        return rows, json.loads((output / "metrics.json").read_text())


def reached(rows, loss):
    """Seconds and iterations, both infinite where the loss was never reached."""
    for iteration, row in enumerate(rows):
        if float(row["cost"]) <= loss:
            return float(row["seconds"]), iteration
    return float("inf"), float("inf")


runs = {"vanilla": [], "snopt": []}
for _ in range(args.rounds):
    runs["vanilla"].append(train(VANILLA))
    runs["snopt"].append(train([]))
print("| loss | vanilla, backsolve | SNOpt | ratio |\n|---|---|---|---|")
for loss in args.losses:
    pairs = [(reached(a[0], loss), reached(b[0], loss)) for a, b in zip(runs["vanilla"], runs["snopt"])]
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    seconds = [statistics.median(pair[i][0] for pair in pairs) for i in (0, 1)]
    print(f"| {loss:g} | {seconds[0]:.3f} s, iteration {pairs[0][0][1]} | {seconds[1]:.3f} s, iteration {pairs[0][1][1]} "
          f"| {ratio:.1f}× |")
for name, results in runs.items():
    metrics = results[0][1]
    print(name, {key: metrics[key] for key in ("loss", "accuracy", "terminal_time", "training_seconds", "inference_ms")})
