package org.turnpike.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;

/** Where a stage has got to: the mutable counterpart of {@link TrainingState}. */
final class TrainingProgress {

    /** [θ, t_f]; the exchange updates it in place. */
    final float[] vector;

    private final NeuralOde model;
    private TerminalTime time;
    private long iterations;
    private int epoch;
    private EpochSums epochSums;
    private BestModel best;
    private double seconds;

    TrainingProgress(NeuralOde model, TerminalTime start) {
        this.model = model;
        float[] weights = model.weights();
        this.vector = Arrays.copyOf(weights, weights.length + 1);
        this.epochSums = EpochSums.NONE;
        move(start);
    }

    TrainingProgress(NeuralOde model, TrainingState state) {
        this.model = model;
        this.vector = state.vector();
        if (vector.length != model.layout().size() + 1) {
            throw new IllegalArgumentException("The training state must be of the model's "
                    + model.layout().size() + " weights, found one of " + (vector.length - 1)
                    + ". It belongs to another model.");
        }
        this.time = state.terminalTime();
        this.iterations = state.iterations();
        this.epoch = state.epoch();
        this.epochSums = state.epochSums();
        this.best = state.best();
        this.seconds = state.seconds();
    }

    TrainingState state(List<OptimizerState> optimizers) {
        return new TrainingState(iterations, epoch, epochSums, vector, time, optimizers, best, seconds);
    }

    TerminalTime time() {
        return time;
    }

    long iterations() {
        return iterations;
    }

    int epoch() {
        return epoch;
    }

    /** Iterations of the running epoch that are done. */
    int iterationInEpoch() {
        return epochSums.iterations();
    }

    EpochSums epochSums() {
        return epochSums;
    }

    double seconds() {
        return seconds;
    }

    Optional<BestModel> best() {
        return Optional.ofNullable(best);
    }

    /** Goes on at another terminal time. */
    void move(TerminalTime to) {
        time = to;
        vector[vector.length - 1] = (float) to.value();
    }

    /** Takes over the terminal time that the exchange has learned. */
    void adoptLearnedTime() {
        time = time.withValue(vector[vector.length - 1]);
    }

    void iterationDone(EpochSums sums, double took) {
        epochSums = sums;
        iterations++;
        seconds += took;
    }

    void epochDone(double took) {
        epoch++;
        epochSums = EpochSums.NONE;
        seconds += took;
    }

    /** Keeps {@code candidate} where its loss is the lowest so far. */
    void offer(double loss, float[] candidate, TerminalTime candidateTime) {
        if (Double.isFinite(loss) && (best == null || best.isWorseThan(loss))) {
            best = new BestModel(loss, epoch, candidate.clone(), candidateTime);
        }
    }

    /** Keeps {@code candidate} whatever was before. */
    void keep(double loss, float[] candidate, TerminalTime candidateTime) {
        if (Double.isFinite(loss)) {
            best = new BestModel(loss, epoch, candidate.clone(), candidateTime);
        }
    }

    /** The model at the end of training so far. */
    NeuralOde last() {
        return model.with(weights(vector), time);
    }

    /** The best model so far; where none was judged yet, the one that training began with. */
    NeuralOde bestModel() {
        return best == null ? model : best.model(model);
    }

    private static float[] weights(float[] vector) {
        return Arrays.copyOf(vector, vector.length - 1);
    }
}
