package org.turnpike.spark.job.command;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import org.turnpike.model.TerminalTime;
import org.turnpike.spark.exchange.Seat;
import org.turnpike.spark.exchange.Work;
import org.turnpike.spark.exchange.wire.Group;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

/**
 * The exchange of an iteration without the iteration: every worker has random sums of its shards, and all update a vector with
 * Adam, clipped, as in training.
 *
 * @param floats numbers that are learned, the times among them
 * @param shards logical shards of all workers together
 */
record ExchangeWork(int floats, int shards, int warmUp, int iterations) implements Work<ExchangeWork.Times> {
    private static final TerminalTime TIME = new TerminalTime(0, 1, 0.01, 2);

    /**
     * What a worker measured.
     *
     * @param seconds of each iteration after the warm-up
     * @param bytesSent an iteration, frames and all
     * @param checksum of the vector at the end
     */
    @SuppressWarnings("ArrayRecordComponent") // figures on their way; nothing compares them
    record Times(double[] seconds, double bytesSent, int checksum) implements Serializable {}

    @Override
    public String description() {
        return "bench exchange";
    }

    @Override
    public Times run(Seat seat) {
        SumLayout layout = SumLayout.ofVector(floats);
        int[] held = seat.shards(shards);
        double[][] sums = new double[held.length][];
        for (int i = 0; i < held.length; i++) {
            sums[i] = new Random(held[i]).doubles(layout.size(), -0.5, 0.5).toArray();
            sums[i][layout.weight()] = 1;
            sums[i][layout.failures()] = 0;
        }
        float[] vector = new float[floats];
        double[] seconds = new double[iterations];
        long sentBefore = 0;
        try (TileExecutor executor = new TileExecutor(seat.threads());
                Exchange exchange = seat.peers().exchanges().open(rules(), layout, shards, executor)) {
            for (int i = -warmUp; i < iterations; i++) {
                if (i == 0) {
                    sentBefore = sent(seat);
                }
                long start = System.nanoTime();
                exchange.update(sums, vector, new UpdateStep(0, UpdateStep.Part.BOTH, TIME));
                if (i >= 0) {
                    seconds[i] = (System.nanoTime() - start) * 1e-9;
                }
            }
        }
        return new Times(seconds, (sent(seat) - sentBefore) / (double) iterations, Arrays.hashCode(vector));
    }

    private static long sent(Seat seat) {
        return seat.peers() instanceof Group group ? group.bytesSent() : 0;
    }

    private static UpdateRules rules() {
        OptimizerSettings adam = new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8);
        return new UpdateRules(
                1, adam, new Schedule.Constant(), adam, new Schedule.Constant(), OptionalDouble.of(1), 0, 1);
    }
}
