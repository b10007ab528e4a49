package org.turnpike.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.optimizer.OptimizerState;

/** Where a stage has got to: the mutable counterpart of {@link TrainingState}. */
final class TrainingProgress {

    /** [θ, t_f, t0]; the exchange updates it in place. */
    final float[] vector;

    private final NeuralOde model;
    private final SumLayout layout;
    private TerminalTime time;
    private long iterations;
    private int epoch;
    private EpochSums epochSums;
    private BestModel best;
    private double seconds;

    TrainingProgress(NeuralOde model, TerminalTime start) {
        this.model = model;
        float[] weights = model.weights();
        this.layout = new SumLayout(weights.length);
        this.vector = Arrays.copyOf(weights, layout.vectorSize());
        this.epochSums = EpochSums.NONE;
        move(start);
    }

    TrainingProgress(NeuralOde model, TrainingState state) {
        this.model = model;
        this.layout = new SumLayout(model.layout().size());
        this.vector = state.vector();
        if (vector.length != layout.vectorSize()) {
            throw new IllegalArgumentException("The training state must be of the model's " + layout.parameters()
                    + " weights, found one of "
                    + SumLayout.ofVector(vector.length).parameters() + ". It belongs to another model.");
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

    /** Goes on at other times. */
    void move(TerminalTime to) {
        time = to;
        vector[layout.terminalTime()] = (float) to.value();
        vector[layout.initialTime()] = (float) to.t0();
    }

    /** Takes over the times that the exchange has learned. */
    void adoptLearnedTimes() {
        time = time.withTimes(vector[layout.initialTime()], vector[layout.terminalTime()]);
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
        return model.with(Arrays.copyOf(vector, layout.parameters()), time);
    }

    /** The best model so far; where none was judged yet, the one that training began with. */
    NeuralOde bestModel() {
        return best == null ? model : best.model(model);
    }
}
