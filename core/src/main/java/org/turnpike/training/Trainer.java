package org.turnpike.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Stage;

/** Trains a stage from its beginning to its end on this machine alone. */
public final class Trainer {

    private Trainer() {}

    /**
     * @param listener hears every iteration and epoch
     * @param cancelled asked before every iteration; training ends where it is true
     */
    public static TrainingResult train(
            NeuralOde model,
            Stage stage,
            TrainingData data,
            Compute compute,
            TrainingListener listener,
            BooleanSupplier cancelled) {
        List<EpochReport> history = new ArrayList<>();
        TrainingListener recorder = new TrainingListener() {
            @Override
            public void iteration(IterationReport report) {
                listener.iteration(report);
            }

            @Override
            public void epoch(EpochReport report) {
                history.add(report);
                listener.epoch(report);
            }
        };
        try (TrainingLoop loop =
                new TrainingLoop(model, stage, data, compute, ExchangeFactory.local(), Optional.empty())) {
            TrainingEnd end = loop.run(Long.MAX_VALUE, recorder, cancelled);
            OptionalDouble bestLoss =
                    loop.bestSoFar().stream().mapToDouble(BestModel::loss).findFirst();
            return new TrainingResult(loop.best(), loop.last(), end, bestLoss, history, loop.state());
        }
    }

    /** Without anybody listening or cancelling. */
    public static TrainingResult train(NeuralOde model, Stage stage, TrainingData data, Compute compute) {
        return train(model, stage, data, compute, TrainingListener.NONE, () -> false);
    }
}
