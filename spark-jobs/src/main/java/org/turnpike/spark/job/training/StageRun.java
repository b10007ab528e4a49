package org.turnpike.spark.job.training;

import java.util.OptionalInt;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.driver.LazySpark;
import org.turnpike.spark.exchange.Nearby;
import org.turnpike.spark.exchange.Workers;
import org.turnpike.spark.job.file.JobPlan;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.spark.job.file.Settings;
import org.turnpike.spark.progress.Console;
import org.turnpike.spark.progress.Pace;
import org.turnpike.spark.progress.ProgressPrinter;
import org.turnpike.spark.progress.StageProgress;
import org.turnpike.spark.progress.StageWatch;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.tracking.RunTracker;
import org.turnpike.training.stage.TrainingSettings;

/** Trains one stage through a worker, and prints how far it is. */
final class StageRun {
    private StageRun() {}

    /**
     * @param keeper of the state between segments
     * @param tracker is told of the iterations
     * @param interruption by which training is called off
     */
    static StageOutcome train(
            LazySpark spark,
            JobPlan plan,
            JobStage stage,
            NeuralOde start,
            DataSet rows,
            SegmentKeeper keeper,
            Console console,
            RunTracker tracker,
            Interruption interruption)
            throws Exception {
        StageProgress progress = new StageProgress(
                stage.name(),
                stage.training().epochs(),
                iterationsPerEpoch(
                        stage.training(), Math.toIntExact(rows.training().rows())));
        interruption.callOffBy(progress::callOff);
        int shards = plan.compute()
                .logicalShards(
                        Math.toIntExact(rows.training().rows()),
                        stage.training().batchRows());
        try (ProgressPrinter printer = new ProgressPrinter(
                        progress, pace(plan.job().settings()), console.errors(), console.columns());
                Nearby<DataSet> data = Nearby.share(rows);
                Nearby<StageWatch> watch = Nearby.share(new TrackedWatch(printer, stage.name(), tracker));
                Workers workers = plan.cluster().workers(spark.get(), shards, console::say)) {
            workers.listen(WorkerReports.to(new TrackedWatch(printer, stage.name(), tracker)));
            StageOrder order = StageOrder.of(
                    plan.job(),
                    stage.name(),
                    start,
                    DealtSource.isFor(rows)
                            ? DealtSource.of(spark.get(), plan, rows, shards)
                            : new WholeSource(plan.job().canonical(), stage.name(), data),
                    watch);
            return new Segments(
                            workers, order, keeper, new Retries(plan.cluster().retries(), console::say))
                    .run(start);
        }
    }

    private static int iterationsPerEpoch(TrainingSettings training, int rows) {
        OptionalInt batch = training.batchRows();
        return batch.isPresent() ? (rows + batch.getAsInt() - 1) / batch.getAsInt() : 1;
    }

    private static Pace pace(Settings job) {
        OptionalInt iterations = job.optionalCount("progress");
        if (iterations.isPresent()) {
            return new Pace.ByIterations(iterations.getAsInt());
        }
        return job.text("progress").equals("none") ? new Pace.Silent() : new Pace.ByTime();
    }
}
