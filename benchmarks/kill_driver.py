#!/usr/bin/env python3
"""Kills the driver of a run with SIGKILL at random moments, starts the same command again until it ends, and compares model and
history with those of a run that nobody disturbed. Ends with 0 where every bit is the same.

    benchmarks/kill_driver.py --kills 10
    benchmarks/kill_driver.py --kills 10 --master 'local-cluster[2,1,1024]'
    benchmarks/kill_driver.py --kills 10 --stream
"""

import argparse
import csv
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent


def train(words, output):
    return subprocess.Popen(
        [str(PROJECT / "submit/turnpike"), "train", *words, "--output", str(output)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def moons(epochs):
    return ["--conf", str(PROJECT / "conf/two-moons.conf"), "--set", f"minimum-time.epochs={epochs}",
            "--set", "cluster.checkpoint-pause=0.2", "--set", "progress=none"]


def stream(directory, files):
    """A job that learns from files, one a micro-batch."""
    incoming = directory / "incoming"
    incoming.mkdir()
    for number in range(files):
        draw = random.Random(number)
        path = incoming / f"part-{number:05d}.csv"
        with open(path, "w") as file:
            file.write("x,y,kind\n")
            for _ in range(40):
                left = draw.random() < 0.5
                file.write(f"{(-1 if left else 1) + draw.gauss(0, 0.5):.4f},{draw.gauss(0, 0.5):.4f},"
                           f"{'left' if left else 'right'}\n")
        os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))
    job = directory / "stream.conf"
    job.write_text(f"""
        data {{ train = stream, label = kind }}
        stream {{ format = csv, path = "{incoming}", schema = "x double, y double, kind string", classes = [left, right]
                  options = ["maxFilesPerTrigger=1"], trigger = available-now }}
        model {{ hidden = [8] }}
        solver.step = 0.25
        stages = [ vanilla ]
        """)
    return ["--conf", str(job)]


def checkpoints(output):
    return sorted(str(path) for path in output.glob("checkpoints/*/iteration-*"))


def kill_soon(process, output, longest):
    """Waits for a new checkpoint and some random time; whether the process was still there to be killed."""
    before = checkpoints(output)
    while process.poll() is None and checkpoints(output) == before:
        time.sleep(0.02)
    time.sleep(random.uniform(0, longest))
    if process.poll() is not None:
        return False
    # the driver, and with it the executors of a local cluster
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True


def history(output):
    with open(output / "history.csv") as file:
        return [{name: value for name, value in row.items() if name != "seconds"} for row in csv.DictReader(file)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--epochs", type=int, default=40000, help="of the two moons; enough to be killed so often")
    parser.add_argument("--stream", action="store_true", help="train on a stream of files in place of the two moons")
    parser.add_argument("--longest", type=float, default=1.0, help="seconds from a checkpoint to the kill, at most")
    arguments = parser.parse_args()
    directory = pathlib.Path(tempfile.mkdtemp(prefix="turnpike-kills-"))
    try:
        words = stream(directory, 20 * arguments.kills) if arguments.stream else moons(arguments.epochs)
        words += ["--master", arguments.master]
        undisturbed, killed = directory / "undisturbed", directory / "killed"
        errors = train(words, undisturbed).communicate()[1]
        if not (undisturbed / "metrics.json").exists():
            sys.exit(f"the undisturbed run failed:\n{errors}")
        kills = 0
        while kills < arguments.kills:
            process = train(words, killed)
            if not kill_soon(process, killed, arguments.longest):
                break
            kills += 1
            print(f"kill {kills} with {pathlib.Path(checkpoints(killed)[-1]).name} there", flush=True)
        process = train(words, killed)
        errors = process.communicate()[1]
        for line in errors.splitlines():
            if "goes on after" in line or line.startswith("turnpike:"):
                print(line)
        weights = "model/weights.safetensors"
        same = (process.returncode == 0
                and (undisturbed / weights).read_bytes() == (killed / weights).read_bytes()
                and history(undisturbed) == history(killed))
        print(f"{kills} kills: {'the same bits as undisturbed' if same else 'NOT the same as undisturbed'}")
        if kills < arguments.kills:
            print("the run was over before it could be killed more often: give it more --epochs")
        sys.exit(0 if same and kills == arguments.kills else 1)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
