package org.turnpike.spark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.exchange.WorkersLost;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/** Workers in executors of their own: what each is given, and what becomes of one that fails, dies or stands still. */
class ClusterWorkersTest {

    @TempDir
    static Path directory;

    private static JavaSparkContext spark;

    @BeforeAll
    static void startExecutors() throws Exception {
        spark = LocalCluster.start(
                2,
                List.of(
                        "spark.worker.resource.gpu.amount=1",
                        "spark.worker.resource.gpu.discoveryScript=" + LocalCluster.deviceScript(directory),
                        "spark.executor.resource.gpu.amount=1",
                        "spark.task.resource.gpu.amount=1",
                        "spark.executor.resource.gpu.discoveryScript=" + LocalCluster.deviceScript(directory)));
    }

    @AfterAll
    static void stopExecutors() {
        spark.stop();
    }

    @Test
    void eachExecutorHasOneWorkerWithItsCoresAndItsDevice() throws Exception {
        List<String> said = new ArrayList<>();
        try (Workers workers = workers(OptionalInt.empty(), 8, 20, said)) {
            List<String> seats = workers.run(seat -> seat.rank() + " of " + seat.workers() + ", " + seat.threads()
                    + " thread, " + seat.device().orElseThrow());
            assertThat(seats).containsExactly("0 of 2, 1 thread, gpu 7", "1 of 2, 1 thread, gpu 7");
            List<Long> processes = workers.run(seat -> ProcessHandle.current().pid());
            assertThat(new HashSet<>(processes))
                    .hasSize(2)
                    .doesNotContain(ProcessHandle.current().pid());
        }
        assertThat(said).containsExactly("workers  2 executors with 1 core each");
    }

    @Test
    void moreWorkersThanShardsOrExecutorsAreRefusedAtOnce() {
        assertThatThrownBy(() -> workers(OptionalInt.of(4), 3, 20, new ArrayList<>()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith(
                        "cluster.workers: expected at most 3 workers, one for each logical shard, found 4.");
        try (Workers workers = workers(OptionalInt.of(3), 8, 20, new ArrayList<>())) {
            assertThatThrownBy(() -> workers.run(seat -> 0))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("expected 3 executors, one for each worker, found 2 at the most")
                    .extracting(error -> ((UserError) error).exitCode())
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void noMoreExecutorsWorkThanThereAreShards() throws Exception {
        List<String> said = new ArrayList<>();
        try (Workers workers = workers(OptionalInt.empty(), 1, 20, said)) {
            assertThat(workers.run(Seat::workers)).containsExactly(1);
        }
        // one that another test has stopped may still be there
        assertThat(said)
                .singleElement()
                .asString()
                .matches("workers {2}1 executor with 1 core each; \\d of \\d executors stay idle, as there are 1"
                        + " logical shards");
    }

    /** While the others wait for it in the middle of an exchange. */
    @Test
    void theFirstRealCauseIsWhatTheDriverThrows() {
        try (Workers workers = workers(OptionalInt.empty(), 2, 20, new ArrayList<>())) {
            assertThatThrownBy(() -> workers.run(seat -> sumUntil(seat, 50, () -> {
                        throw new UserError(ExitCode.DATA, "a number", "'x'", "rows.csv:9", "Correct the row.");
                    })))
                    .isInstanceOf(UserError.class)
                    .hasMessage("rows.csv:9: expected a number, found 'x'. Correct the row.");
        }
    }

    @Test
    void aWorkerThatIsKilledIsNamedAndTheNextAttemptHasAnother() throws Exception {
        // Two are asked for: with as many as there are, the next attempt would begin with the one that is left.
        try (Workers workers = workers(OptionalInt.of(2), 2, 20, new ArrayList<>())) {
            assertThatThrownBy(() -> workers.run(seat -> sumUntil(seat, 50, () -> {
                        Runtime.getRuntime().halt(137);
                    })))
                    .isInstanceOf(WorkersLost.class)
                    .hasMessageMatching("executor \\d+ \\(.+\\) was lost: .+");
            assertThat(workers.run(seat -> sumUntil(seat, Integer.MAX_VALUE, () -> {})))
                    .containsExactly(100.0, 100.0);
        }
    }

    @Test
    void aWorkerThatStandsStillIsNamedAndReplaced() throws Exception {
        try (Workers workers = workers(OptionalInt.empty(), 2, 2, new ArrayList<>())) {
            assertThatThrownBy(() -> workers.run(seat -> sumUntil(seat, 50, () -> stop(ProcessHandle.current()))))
                    .isInstanceOf(WorkersLost.class)
                    .hasMessageMatching("worker 1 \\(.+:\\d+\\) has given no sign of life for 2.0 s"
                            + " \\(cluster.silence-timeout\\), on executor \\d+");
            assertThat(workers.run(seat -> sumUntil(seat, Integer.MAX_VALUE, () -> {})))
                    .allSatisfy(sum -> assertThat(sum).isEqualTo(100.0));
        }
    }

    /** A hundred exchanges, in which worker 1 does something else at the given one. */
    private static double sumUntil(Seat seat, int at, Act act) throws Exception {
        double sum = 0;
        try (TileExecutor executor = new TileExecutor(1)) {
            Exchange exchange = seat.peers().exchanges().open(rules(), new SumLayout(3), seat.workers(), executor);
            for (int round = 0; round < 100; round++) {
                if (round == at && seat.rank() == 1) {
                    act.act();
                }
                sum += exchange.sum(new double[][] {{1.0 / seat.workers()}})[0];
            }
        }
        return sum;
    }

    private interface Act extends java.io.Serializable {
        void act() throws Exception;
    }

    private static void stop(ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private static UpdateRules rules() {
        OptimizerSettings descent = new OptimizerSettings.Sgd(1, 0, OptimizerSettings.Momentum.CLASSICAL);
        return new UpdateRules(
                1,
                descent,
                new Schedule.Constant(),
                descent,
                new Schedule.Constant(),
                java.util.OptionalDouble.empty(),
                0,
                0);
    }

    private static Workers workers(OptionalInt workers, int shards, double silence, List<String> said) {
        return new ClusterWorkers(spark, LocalCluster.settings(workers, shards, silence), said::add);
    }
}
