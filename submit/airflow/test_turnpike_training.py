"""The DAG in a real Airflow, its stages on a real Spark. submit/airflow/test starts it."""

import json
import os
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from turnpike_operator import TurnpikeOperator

SCRATCH = Path(os.environ["TURNPIKE_TEST_SCRATCH"])
DAGS = Path(__file__).resolve().parent

JOB = """
data.train = "moons?n=64&noise=0.05"
model.hidden = [8]
solver.steps = 2
lyapunov-pretrain.epochs = 3
forward-search { epochs = 2, threshold = 1000 }
minimum-time.epochs = 3
progress = none
"""


def dag():
    bag = DagBag(dag_folder=str(DAGS))
    assert not bag.import_errors, bag.import_errors
    return bag.dags["turnpike_training"]


class Shape(unittest.TestCase):
    def setUp(self):
        self.dag = dag()

    def test_the_stages_stand_in_their_order(self):
        edges = {task.task_id: set(task.downstream_task_ids) for task in self.dag.tasks}
        self.assertEqual(
            edges,
            {
                "choose_method": {"pretrain", "minimum_time"},
                "pretrain": {"search"},
                "search": {"evaluate"},
                "minimum_time": {"evaluate"},
                "evaluate": {"is_good_enough"},
                "is_good_enough": {"publish", "keep_current"},
                "publish": set(),
                "keep_current": set(),
            },
        )

    def test_each_stage_is_bounded_pooled_and_retried_later_and_later(self):
        submitted = [task for task in self.dag.tasks if isinstance(task, TurnpikeOperator)]
        self.assertEqual(len(submitted), 5)
        for task in submitted:
            self.assertEqual((task.pool, task.retries), ("turnpike", 2), task.task_id)
            self.assertGreater(task.retry_exponential_backoff, 1, task.task_id)
            self.assertIsNotNone(task.execution_timeout, task.task_id)
        self.assertEqual((self.dag.max_active_runs, self.dag.catchup), (1, False))


class Runs(unittest.TestCase):
    """Each run has a day of its own, since a day's run keeps its directory."""

    def setUp(self):
        self.place = SCRATCH / self.id().rsplit(".", 1)[-1]
        self.place.mkdir()
        job = self.place / "job.conf"
        job.write_text(JOB)
        self.params = {
            "job": str(job),
            "base": str(self.place / "runs"),
            "published": str(self.place / "models"),
            "test_data": "moons?n=200&noise=0.05&seed=3",
            "minimum_accuracy": 0.0,
        }

    def run_dag(self, day, **params):
        """The states of its tasks, and the run. Retries come at once."""
        date = datetime(2026, 3, day, tzinfo=timezone.utc)
        tested = dag()
        for task in tested.tasks:
            task.retry_delay = timedelta(seconds=1)
            task.retry_exponential_backoff = 0
        run = tested.test(run_after=date, logical_date=date, run_conf={**self.params, **params})
        return {each.task_id: str(each.state) for each in run.get_task_instances()}, run

    def assert_failed(self, run, exit_code, tries):
        task = run.get_task_instance("pretrain")
        self.assertEqual((str(task.state), task.try_number), ("failed", tries))
        self.assertEqual(task.xcom_pull(task_ids="pretrain", key="exit_code"), exit_code)

    def directory(self):
        [directory] = (self.place / "runs").iterdir()
        return directory

    def current(self):
        return json.loads((self.place / "models" / "current.json").read_text())

    def test_all_stages_and_the_same_run_again(self):
        states, _ = self.run_dag(1)
        self.assertEqual(
            states,
            {
                "choose_method": "success",
                "pretrain": "success",
                "search": "success",
                "minimum_time": "skipped",
                "evaluate": "success",
                "is_good_enough": "success",
                "publish": "success",
                "keep_current": "skipped",
            },
        )
        weights = self.directory() / "search" / "model" / "weights.safetensors"
        published = self.place / "models" / self.current()["current"]
        self.assertEqual((published / "model" / "weights.safetensors").read_bytes(), weights.read_bytes())
        evaluation = json.loads((self.directory() / "evaluation.json").read_text())
        self.assertTrue(0 <= evaluation["accuracy"] <= 1)

        written = {path: path.stat().st_mtime_ns for path in [weights, self.place / "models" / "current.json"]}
        again, _ = self.run_dag(1)
        self.assertEqual(again, states)
        self.assertEqual({path: path.stat().st_mtime_ns for path in written}, written, "nothing is done twice")

    def test_another_method_and_a_model_that_is_not_good_enough(self):
        states, _ = self.run_dag(2, method="minimum-time", minimum_accuracy=1.0, settings=["minimum-time.epochs=1"])
        self.assertEqual((states["pretrain"], states["search"]), ("skipped", "skipped"))
        self.assertEqual((states["minimum_time"], states["evaluate"]), ("success", "success"))
        self.assertEqual((states["publish"], states["keep_current"]), ("skipped", "success"))
        self.assertFalse((self.place / "models").exists())
        manifest = json.loads((self.directory() / "minimum-time" / "manifest.json").read_text())
        self.assertEqual(manifest["stages"][0]["epochs"], 1, "the run's settings hold")

    def test_a_wrong_setting_fails_at_once(self):
        states, run = self.run_dag(3, settings=["solver.stepp=1"])
        self.assert_failed(run, 2, tries=1)
        self.assertEqual((states["search"], states["publish"]), ("upstream_failed", "upstream_failed"))

    def test_data_that_are_not_there_fail_at_once(self):
        _, run = self.run_dag(4, settings=["data.train=/no/such.csv"])
        self.assert_failed(run, 3, tries=1)

    def test_a_storage_that_fails_is_retried(self):
        # nothing can be written there
        _, run = self.run_dag(5, base="/proc/turnpike")
        self.assert_failed(run, 5, tries=3)


if __name__ == "__main__":
    unittest.main()
