package org.turnpike.training;

import java.util.List;
import java.util.OptionalDouble;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.stage.EpochReport;

/**
 * What a stage came to.
 *
 * @param model the best one, or the one that training began with where none was judged
 * @param last as the last update left it
 * @param end why training ended
 * @param bestLoss by which the best model was chosen
 * @param history a row for each epoch
 * @param state to go on from
 */
public record TrainingResult(
        NeuralOde model,
        NeuralOde last,
        TrainingEnd end,
        OptionalDouble bestLoss,
        List<EpochReport> history,
        TrainingState state) {

    public TrainingResult {
        history = List.copyOf(history);
    }

    /** Time that training took, without preparing it. */
    public double seconds() {
        return state.seconds();
    }
}
