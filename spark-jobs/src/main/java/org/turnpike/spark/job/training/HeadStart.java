package org.turnpike.spark.job.training;

import java.util.Optional;
import java.util.stream.IntStream;
import org.turnpike.data.Table;
import org.turnpike.model.NeuralOde;
import org.turnpike.spark.job.file.JobCompute;
import org.turnpike.spark.job.file.JobStage;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.exchange.ExchangeFactory;

/**
 * Prepares and compiles a stage's programs while Spark starts, in local mode, where the worker shares the JVM: a back-end
 * keeps its kernels for all who ask for the same ones. Nothing comes of it but time.
 */
final class HeadStart {
    /** One tile, which is enough to go through everything. */
    static final int ROWS = 8;

    private static final int ITERATIONS = 3;

    private HeadStart() {}

    /** @return seconds that it took */
    static double run(NeuralOde model, JobStage stage, Table rows, JobCompute compute) {
        long began = System.nanoTime();
        Table few = rows.select(IntStream.range(0, Math.min(ROWS, rows.rows())).toArray());
        Compute alone = new Compute(compute.compute(1).backend(), 1);
        try (TrainingLoop loop = new TrainingLoop(
                model,
                stage.stage(model),
                TrainingData.local(model, few, Optional.empty(), 1),
                alone,
                ExchangeFactory.local(),
                Optional.empty())) {
            loop.run(ITERATIONS, TrainingListener.NONE, () -> false);
        }
        return (System.nanoTime() - began) * 1e-9;
    }
}
