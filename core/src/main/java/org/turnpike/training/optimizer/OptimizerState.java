package org.turnpike.training.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.turnpike.training.exchange.Exchange;

/**
 * What an optimizer remembers: how many steps it has taken, and one or more numbers for each number that it updates.
 *
 * @param moments {@code [moment][number]}: momentum; or Adam's first and second moment
 */
@SuppressWarnings("ArrayRecordComponent") // equality is by content, below
public record OptimizerState(long steps, float[][] moments) implements Serializable {

    public OptimizerState {
        if (moments.length == 0) {
            throw new IllegalArgumentException("expected at least one moment, found none");
        }
        moments = Arrays.stream(moments).map(float[]::clone).toArray(float[][]::new);
    }

    /** A copy. */
    @Override
    public float[][] moments() {
        return Arrays.stream(moments).map(float[]::clone).toArray(float[][]::new);
    }

    /** The state of an optimizer of numbers {@code from} to {@code to − 1} only. */
    public OptimizerState slice(int from, int to) {
        return new OptimizerState(
                steps,
                Arrays.stream(moments)
                        .map(moment -> Arrays.copyOfRange(moment, from, to))
                        .toArray(float[][]::new));
    }

    /** The state of an optimizer of all numbers, from those of optimizers of consecutive runs of them. */
    public static OptimizerState concatenate(List<OptimizerState> parts) {
        OptimizerState first = parts.get(0);
        int size = parts.stream().mapToInt(OptimizerState::size).sum();
        float[][] moments = new float[first.moments.length][size];
        int offset = 0;
        for (OptimizerState part : parts) {
            for (int moment = 0; moment < moments.length; moment++) {
                part.copyMoment(moment, moments[moment], offset, part.size());
            }
            offset += part.size();
        }
        return new OptimizerState(first.steps, moments);
    }

    /**
     * The states of the optimizers of θ, t_f and t0 from what each worker has of them ({@link Exchange#states}).
     *
     * @param byRank in which slices follow each other
     * @param parameters number of weights
     */
    public static List<OptimizerState> ofWorkers(List<List<OptimizerState>> byRank, int parameters) {
        // the last worker owns the last block, which the times belong to: another one that has all weights may not have
        // them
        List<OptimizerState> last = byRank.get(byRank.size() - 1);
        if (last.get(0).size() == parameters) {
            return last;
        }
        List<OptimizerState> slices = byRank.stream()
                .map(worker -> worker.get(0))
                .filter(slice -> slice.size() > 0)
                .toList();
        List<OptimizerState> whole = new ArrayList<>(List.of(concatenate(slices)));
        whole.addAll(last.subList(1, last.size()));
        return whole;
    }

    /** How many numbers it is for. */
    public int size() {
        return moments[0].length;
    }

    /** Copies all of moment {@code index} to {@code into}. */
    void copyMoment(int index, float[] into) {
        copyMoment(index, into, 0, into.length);
    }

    private void copyMoment(int index, float[] into, int offset, int count) {
        if (index >= moments.length || moments[index].length != count) {
            throw new IllegalArgumentException("expected moment " + index + " of " + count + " numbers, found "
                    + moments.length + " moments of " + size() + ". This is the state of another optimizer.");
        }
        System.arraycopy(moments[index], 0, into, offset, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OptimizerState that && that.steps == steps && Arrays.deepEquals(that.moments, moments);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(steps) + Arrays.deepHashCode(moments);
    }
}
