package org.turnpike.training.exchange;

import java.util.Arrays;
import java.util.List;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.optimizer.Optimizer;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * Updates one block of the vector [θ, t_f, t0]: makes the sums of gradients means, adds the penalties', and applies the optimizers.
 *
 * <p>Blocks are cut at multiples of {@value #BLOCK} whoever owns them. So the gradient's norm, summed block by block, is the
 * same bits for any number of threads and workers; an owner of a slice owns a run of blocks. Both times belong to the last
 * block, which clips them together.
 */
public final class BlockUpdate {

    /** Some ten microseconds of work. */
    public static final int BLOCK = 4096;

    private final UpdateRules rules;
    private final SumLayout layout;
    private final int from;
    private final int weightsTo;
    private final boolean hasTimes;
    private final Optimizer weights;
    private final Optimizer terminalTime;
    private final Optimizer initialTime;

    /** @param number of the block, from 0 */
    public BlockUpdate(UpdateRules rules, SumLayout layout, int number) {
        this.rules = rules;
        this.layout = layout;
        this.from = number * BLOCK;
        this.weightsTo = Math.min(from + BLOCK, layout.parameters());
        this.hasTimes = number == count(layout) - 1;
        this.weights = rules.weights().newOptimizer(weightsTo - from);
        this.terminalTime = rules.terminalTime().newOptimizer(1);
        this.initialTime = rules.initialTime().newOptimizer(1);
    }

    /** Where a thread works on a block, whose numbers must lie at one index in all arrays ({@link Optimizer#step}). */
    public static final class Room {
        private final float[] values = new float[BLOCK];
        private final float[] gradient = new float[BLOCK];

        /** One for each thread. */
        public static Room[] ofThreads(int threads) {
            Room[] rooms = new Room[threads];
            Arrays.setAll(rooms, thread -> new Room());
            return rooms;
        }
    }

    /** How many blocks there are. */
    public static int count(SumLayout layout) {
        return layout.parameters() / BLOCK + 1;
    }

    /** Numbers of the sum over the shards that this block needs: the first weight, and the one after the last. */
    public int from() {
        return from;
    }

    public int weightsTo() {
        return weightsTo;
    }

    /**
     * Makes this block's part of the summed gradient its part of the mean gradient, penalties and all, in place.
     *
     * @param figures all sums but those of the weights, over all shards, as {@link SumLayout#figures} says
     * @param gradient of the vector's length; holds the sums of this block's weights, where the step has weights
     * @return the part's squared norm
     */
    public double prepare(double[] figures, float[] vector, UpdateStep step, float[] gradient) {
        double norm = 0;
        double weight = figures[layout.figures().weight()];
        double divisor = weight > 0 ? weight : 1;
        if (!step.part().hasWeights()) {
            Arrays.fill(gradient, from, weightsTo, 0);
        } else {
            makeMean(gradient, divisor, vector);
            norm = squaredNorm(gradient);
        }
        if (hasTimes) {
            boolean learned = step.part().hasTimes();
            int tf = layout.terminalTime();
            double byTerminal = figures[layout.figures().terminalTime()] / divisor + rules.timePenalty();
            gradient[tf] = learned ? (float) byTerminal : 0;
            int t0 = layout.initialTime();
            double byInitial = figures[layout.figures().initialTime()] / divisor - rules.timePenalty();
            gradient[t0] = learned && step.time().isInitialLearned() ? (float) byInitial : 0;
            norm += (double) gradient[tf] * gradient[tf];
            norm += (double) gradient[t0] * gradient[t0];
        }
        return norm;
    }

    private void makeMean(float[] gradient, double divisor, float[] vector) {
        float narrow = (float) divisor;
        if (rules.weightDecay() == 0 && narrow == divisor) {
            // Double precision would round to the same bits, and takes five times as long.
            for (int i = from; i < weightsTo; i++) {
                gradient[i] /= narrow;
            }
        } else {
            for (int i = from; i < weightsTo; i++) {
                gradient[i] = (float) (gradient[i] / divisor + rules.weightDecay() * vector[i]);
            }
        }
    }

    private double squaredNorm(float[] gradient) {
        double norm = 0;
        for (int i = from; i < weightsTo; i++) {
            norm += (double) gradient[i] * gradient[i];
        }
        return norm;
    }

    /**
     * Updates this block of {@code vector} in place.
     *
     * @param gradient as {@link #prepare} wrote it
     * @param norm of the whole gradient
     * @param room of the calling thread
     */
    public void apply(float[] vector, float[] gradient, UpdateStep step, double norm, Room room) {
        float factor = (float) rules.clipFactor(norm);
        if (step.part().hasWeights()) {
            applyToWeights(vector, gradient, step, factor, room);
        }
        if (hasTimes && step.part().hasTimes()) {
            applyToTimes(vector, gradient, step, factor);
        }
    }

    private void applyToWeights(float[] vector, float[] gradient, UpdateStep step, float factor, Room room) {
        double rate = rules.weights().rate() * rules.weightsSchedule().factor(step.epoch(), rules.epochs());
        float keep = (float) (1 - rate * rules.weights().decay());
        int count = weightsTo - from;
        float[] values = room.values;
        float[] slope = room.gradient;
        System.arraycopy(vector, from, values, 0, count);
        System.arraycopy(gradient, from, slope, 0, count);
        for (int i = 0; i < count; i++) {
            slope[i] *= factor;
            values[i] *= keep;
        }
        weights.step(values, slope, rate);
        System.arraycopy(values, 0, vector, from, count);
    }

    private void applyToTimes(float[] vector, float[] gradient, UpdateStep step, float factor) {
        TerminalTime time = step.time();
        if (time.isInitialLearned()) {
            int t0 = layout.initialTime();
            double rate =
                    rules.initialTime().rate() * rules.initialTimeSchedule().factor(step.epoch(), rules.epochs());
            vector[t0] = time.clipInitial(next(initialTime, vector[t0], gradient[t0] * factor, rate));
            time = time.withTimes(vector[t0], time.value());
        }
        int tf = layout.terminalTime();
        double rate = rules.terminalTime().rate() * rules.terminalTimeSchedule().factor(step.epoch(), rules.epochs());
        // Eq. 14, after every update: behind the new t0.
        vector[tf] = time.clip(next(terminalTime, vector[tf], gradient[tf] * factor, rate));
    }

    private static float next(Optimizer ofOne, float value, float gradient, double rate) {
        float[] values = {value};
        ofOne.step(values, new float[] {gradient}, rate);
        return values[0];
    }

    public Optimizer weights() {
        return weights;
    }

    /** The states of all optimizers, as an exchange gives them, from those of the times, which the last block has. */
    public List<OptimizerState> withTimes(OptimizerState allWeights) {
        return List.of(allWeights, terminalTime.state(), initialTime.state());
    }

    /** Goes on from whole states, of which it takes its own part. */
    public void restore(List<OptimizerState> states) {
        weights.restore(states.get(0).slice(from, weightsTo));
        if (hasTimes) {
            terminalTime.restore(states.get(1));
            initialTime.restore(states.get(2));
        }
    }
}
