"""A Turnpike command as an Airflow task."""

from __future__ import annotations

import os
import re
from pathlib import Path

from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

HOME = Path(os.environ.get("TURNPIKE_HOME", Path(__file__).resolve().parents[2]))
# where the cluster reads it: a local file in client mode, else hdfs://…, s3a://… or local:///… of a container's image
JAR = os.environ.get("TURNPIKE_JAR", str(HOME / "spark-jobs" / "target" / "turnpike.jar"))
MAIN = "org.turnpike.spark.job.Main"

CLUSTER_OR_STORAGE_FAILED = 5
MEANINGS = {
    1: "a fault of Turnpike's own",
    2: "wrong usage or configuration",
    3: "bad data",
    4: "training diverged; the last good model is kept",
}


class TurnpikeOperator(SparkSubmitOperator):
    """Runs one command, such as ``stage minimum-time …``, through spark-submit, on the master of the Spark connection.

    Airflow's retries are for what may pass: exit code 5, a failure of the cluster or the storage. Anything else fails at once,
    since the same command would fail again. A stage that is done is not repeated, and one that was killed goes on from its
    last checkpoint: Turnpike looks at the manifest in ``--output``.

    The exit code of a command that failed is the task's XCom ``exit_code``. ``--set`` for each of the run's ``params.settings`` and Spark's properties of ``params.spark_conf`` are added.

    :param command: the words of the command line; templated
    """

    def __init__(self, *, command: list[str], **kwargs):
        super().__init__(
            application=JAR,
            java_class=MAIN,
            properties_file=str(HOME / "conf" / "spark-defaults.conf"),
            application_args=command,
            name="turnpike {{ task.task_id }}",
            **kwargs,
        )

    def execute(self, context):
        params = context["params"]
        settings = [word for setting in params.get("settings") or [] for word in ("--set", setting)]
        self.application_args = [*self.application_args, *settings]
        self.conf = {**(self.conf or {}), **(params.get("spark_conf") or {})}
        try:
            super().execute(context)
        except AirflowException as failure:
            code = exit_code(failure)
            context["ti"].xcom_push(key="exit_code", value=code)
            if code == CLUSTER_OR_STORAGE_FAILED:
                raise
            meaning = f" ({MEANINGS[code]})" if code in MEANINGS else ""
            raise AirflowFailException(
                f"turnpike {self.application_args[0]} ended with exit code {code}{meaning}. It says why above; the same"
                " command would fail again, so it is not retried."
            ) from failure


def exit_code(failure: Exception) -> int | None:
    """spark-submit's exit code, which the provider tells in words only."""
    found = re.search(r"Error code is: (-?\d+)", str(failure))
    return int(found.group(1)) if found else None
