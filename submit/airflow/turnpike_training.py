"""Trains a model every night, and puts it to use where it is good enough.

    choose_method ─┬─ pretrain ── search ─┬─ evaluate ── is_good_enough ─┬─ publish
                   └─ minimum_time ───────┘                              └─ keep_current

Each stage is a spark-submit of its own, and hands over by a directory: BASE/RUN/pretrain, …. Clearing a task, or the whole run,
repeats only what is not done. The pool ``turnpike`` keeps runs from sharing the cluster; make it with

    airflow pools set turnpike 1 "Turnpike's trainings"

and the connection ``spark_default`` names the master. docs/operations.md has the rest.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from airflow.providers.standard.operators.empty import EmptyOperator
from airflow.sdk import DAG, ObjectStoragePath, Param, task
from turnpike_operator import HOME, TurnpikeOperator

BASE = "{{ params.base }}/{{ run_id | replace(':', '-') | replace('+', '_') }}"
MODEL = BASE + "/{{ 'search' if params.method == 'convergence-rate' else 'minimum-time' }}"
EVALUATION = BASE + "/evaluation.json"

PARAMS = {
    "job": Param(str(HOME / "conf" / "moons-convergence-rate.conf"), type="string", description="The job file."),
    "method": Param(
        "convergence-rate",
        enum=["convergence-rate", "minimum-time"],
        description="Lyapunov pre-training and forward search, or minimum-time training.",
    ),
    "base": Param(str(HOME / "runs"), type="string", description="Where runs are written: any Hadoop path."),
    "published": Param(str(HOME / "models"), type="string", description="The directory whose current model is in use."),
    "test_data": Param("moons?n=2000&noise=0.1&seed=11", type="string", description="Rows that the model has never seen."),
    "minimum_accuracy": Param(0.95, type="number", minimum=0, maximum=1, description="A model below it is not published."),
    "settings": Param([], type="array", items={"type": "string"}, description='Settings over the job file\'s: "key=value".'),
    "spark_conf": Param({}, type="object", description='Spark\'s properties, such as {"spark.executor.instances": "4"}.'),
}


def stage(name: str, output: str, *start: str) -> TurnpikeOperator:
    return TurnpikeOperator(
        task_id=output.replace("-", "_"),
        command=["stage", name, "--conf", "{{ params.job }}", *start, "--output", f"{BASE}/{output}"],
        execution_timeout=timedelta(hours=12),
    )


with DAG(
    "turnpike_training",
    description="Pre-trains, searches the terminal time, evaluates and publishes a neural ODE.",
    doc_md=__doc__,
    schedule="@daily",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    dagrun_timeout=timedelta(hours=24),
    params=PARAMS,
    default_args={
        "pool": "turnpike",
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "retry_exponential_backoff": 2,
        "max_retry_delay": timedelta(minutes=30),
    },
    tags=["turnpike"],
) as dag:

    @task.branch(pool="default_pool")
    def choose_method(params) -> str:
        return "pretrain" if params["method"] == "convergence-rate" else "minimum_time"

    pretrain = stage("lyapunov-pretrain", "pretrain")
    search = stage("forward-search", "search", "--input", f"{BASE}/pretrain")
    minimum_time = stage("minimum-time", "minimum-time")

    evaluate = TurnpikeOperator(
        task_id="evaluate",
        command=["evaluate", "--model", MODEL, "--data", "{{ params.test_data }}", "--output", EVALUATION],
        trigger_rule="none_failed_min_one_success",
        execution_timeout=timedelta(hours=1),
    )

    @task.branch(pool="default_pool")
    def is_good_enough(evaluation: str, params) -> str:
        # local files, and stores for which an fsspec package is installed: s3://, gs://, hdfs:// …
        accuracy = json.loads(ObjectStoragePath(evaluation.replace("s3a://", "s3://")).read_text())["accuracy"]
        wanted = params["minimum_accuracy"]
        print(f"accuracy {accuracy:.4f} where at least {wanted} is asked for")
        return "publish" if accuracy >= wanted else "keep_current"

    publish = TurnpikeOperator(
        task_id="publish",
        command=["publish", "--model", MODEL, "--output", "{{ params.published }}"],
        execution_timeout=timedelta(minutes=15),
    )
    keep_current = EmptyOperator(task_id="keep_current", pool="default_pool")

    choose_method() >> [pretrain, minimum_time]
    pretrain >> search
    [search, minimum_time] >> evaluate >> is_good_enough(EVALUATION) >> [publish, keep_current]
