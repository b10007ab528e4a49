package org.turnpike.spark.job.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.exchange.LocalWorker;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.job.file.JobFile;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.storage.Storage;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.stage.EpochReport;

/** A stage in segments is the stage in one, bit by bit. */
class SegmentsTest {
    private static final JobFile JOB = JobFile.defaults(List.of(
            "data.train=\"moons?n=128&noise=0.1&seed=3\"",
            "data.validation=0.25",
            "stages=[minimum-time]",
            "minimum-time.epochs=12",
            "minimum-time.batch=32",
            "solver.step=0.25"));

    private static JavaSparkContext spark;

    @BeforeAll
    static void startSpark() {
        spark = new JavaSparkContext(new SparkConf()
                .setMaster("local[2]")
                .setAppName("SegmentsTest")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @Test
    void aStageIsTheSameInAnyNumberOfSegments() throws Exception {
        Keeper whole = new Keeper(Optional.empty(), Long.MAX_VALUE);
        StageOutcome expected = train(whole);
        Keeper parts = new Keeper(Optional.empty(), 7);
        StageOutcome found = train(parts);

        assertThat(found.end()).isEqualTo(new TrainingEnd.Completed());
        assertThat(parts.states).hasSize(6); // 12 epochs of 3 batches, 7 at a time
        assertThat(parts.states.get(5).training()).isEqualTo(whole.states.get(0).training());
        assertThat(untimed(found.epochs())).hasSize(12).isEqualTo(untimed(expected.epochs()));
        assertThat(found.model().weights()).isEqualTo(expected.model().weights());
        assertThat(found.iterations()).isEqualTo(36);
    }

    @Test
    void aStageGoesOnFromAnyStateThatASegmentLeft() throws Exception {
        Keeper parts = new Keeper(Optional.empty(), 7);
        StageOutcome expected = train(parts);
        for (int begin : List.of(1, 4)) {
            Keeper resumed = new Keeper(Optional.of(parts.states.get(begin)), 10);
            StageOutcome found = train(resumed);
            assertThat(resumed.last().training()).isEqualTo(parts.last().training());
            assertThat(untimed(found.epochs())).isEqualTo(untimed(expected.epochs()));
        }
    }

    private static StageOutcome train(SegmentKeeper keeper) throws Exception {
        JobPlan plan = JobPlan.of(JOB);
        DataSet rows = new SourceReader(new Storage(new Configuration()))
                .read(plan.data().settings());
        NeuralOde start = plan.newModel(rows);
        try (Nearby<DataSet> data = Nearby.share(rows);
                Nearby<StageWatch> watch = Nearby.share(StageWatch.NOBODY)) {
            WholeSource source = new WholeSource(JOB.canonical(), "minimum-time", data);
            StageOrder order = StageOrder.of(JOB, "minimum-time", start, source, watch);
            return new Segments(new LocalWorker(spark), order, keeper, new Retries(0, text -> {})).run(start);
        }
    }

    private static List<EpochReport> untimed(List<EpochReport> epochs) {
        return epochs.stream()
                .map(epoch -> new EpochReport(
                        epoch.epoch(),
                        epoch.iterations(),
                        epoch.loss(),
                        epoch.cost(),
                        epoch.initialTime(),
                        epoch.terminalTime(),
                        epoch.forwardEvaluations(),
                        epoch.backwardEvaluations(),
                        epoch.gradientNorm(),
                        epoch.rate(),
                        0,
                        epoch.validation()))
                .toList();
    }

    private record Keeper(Optional<StageState> start, long length, List<StageState> states) implements SegmentKeeper {
        Keeper(Optional<StageState> start, long length) {
            this(start, length, new ArrayList<>());
        }

        @Override
        public long iterations(Optional<StageState> now) {
            return length;
        }

        @Override
        public void ended(StageState now, TrainingEnd end) {
            states.add(now);
        }

        StageState last() {
            return states.get(states.size() - 1);
        }
    }
}
