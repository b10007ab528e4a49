package org.turnpike.spark.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.BestModel;
import org.turnpike.training.EpochSums;
import org.turnpike.training.TrainingState;
import org.turnpike.training.optimizer.OptimizerState;
import org.turnpike.training.stage.EpochReport;

/** Snapshots with every part that one can have, of random numbers. */
final class Snapshots {
    static final Identity IDENTITY = new Identity(
            "0.1.0",
            1,
            "minimum-time",
            "f".repeat(64),
            "{\"seed\":7}",
            Map.of("training", "abc", "validation", "none"));

    private Snapshots() {}

    static Snapshot random(long iterations, int parameters) {
        Random random = new Random(iterations);
        TerminalTime time =
                new TerminalTime(-0.1, 0.7, 0.1, 1.0 / 3 + 1, new TerminalTime.InitialBounds(-0.3, 0.1 + 0.2, 1e-3));
        List<EpochReport> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 5; epoch++) {
            epochs.add(new EpochReport(
                    epoch,
                    epoch + 1L,
                    random.nextDouble(),
                    1e-320,
                    -0.1,
                    0.7,
                    80.5,
                    Double.NaN,
                    random.nextGaussian(),
                    0.1,
                    epoch * 0.001,
                    epoch % 2 == 0
                            ? null
                            : new EpochReport.Validation(random.nextDouble(), random.nextDouble(), Double.NaN, 40)));
        }
        return new Snapshot(
                new TrainingState(
                        iterations,
                        (int) iterations,
                        new EpochSums(3, random.nextDouble(), 0.1 + 0.2, 64, 1, 2, 3, 1 / 3.0, -0.1, 0.7),
                        vector(random, parameters + 2),
                        time,
                        List.of(
                                new OptimizerState(
                                        iterations,
                                        new float[][] {vector(random, parameters), vector(random, parameters)}),
                                new OptimizerState(3, new float[][] {vector(random, 1), vector(random, 1)}),
                                new OptimizerState(3, new float[][] {vector(random, 1), vector(random, 1)})),
                        new BestModel(0.25, 2, vector(random, parameters + 2), time),
                        12.5),
                epochs,
                -1);
    }

    private static float[] vector(Random random, int size) {
        float[] vector = new float[size];
        for (int i = 0; i < size; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
