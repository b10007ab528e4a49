package org.turnpike.spark.job.training;

import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.training.BestModel;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.stage.EpochReport;

/**
 * What a stage came to.
 *
 * @param model the best one, or the one that training began with
 * @param loss of that model; NaN where none was judged
 * @param seconds that the iterations took
 * @param millisecondsPerIteration median; NaN without an iteration
 * @param compileSeconds before the first iteration
 * @param workers of the last segment
 */
record StageOutcome(
        NeuralOde model,
        TrainingEnd end,
        double loss,
        List<EpochReport> epochs,
        long iterations,
        double seconds,
        double millisecondsPerIteration,
        double compileSeconds,
        int workers) {

    /**
     * @param start the model that the stage began with
     * @param last segment
     */
    static StageOutcome of(NeuralOde start, StageState state, SegmentReply.Trained last, int workers) {
        Optional<BestModel> best = Optional.ofNullable(state.training().best());
        return new StageOutcome(
                best.map(found -> found.model(start)).orElse(start),
                last.end(),
                best.map(BestModel::loss).orElse(Double.NaN),
                state.epochs(),
                state.training().iterations(),
                state.training().seconds(),
                last.millisecondsPerIteration(),
                last.compileSeconds(),
                workers);
    }

    /** With the time that compiling took before the worker got to it. */
    StageOutcome afterCompiling(double before) {
        return new StageOutcome(
                model,
                end,
                loss,
                epochs,
                iterations,
                seconds,
                millisecondsPerIteration,
                compileSeconds + before,
                workers);
    }

    /** Whether any model was judged, which then is the one in here. */
    boolean hasLearned() {
        return Double.isFinite(loss);
    }
}
