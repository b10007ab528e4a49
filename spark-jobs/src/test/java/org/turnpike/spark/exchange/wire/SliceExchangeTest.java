package org.turnpike.spark.exchange.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.model.TerminalTime;
import org.turnpike.training.batch.ShardTree.Branch;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.Exchange.Outcome;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.OptimizerState;
import org.turnpike.training.optimizer.Schedule;

/** Several workers come to the same bits as one, over real connections. */
class SliceExchangeTest {
    private static final int ROUNDS = 6;
    private static final TerminalTime TIME =
            new TerminalTime(0, 1, 0.01, 2, new TerminalTime.InitialBounds(-1, 0.9, 0.1));

    /** What a worker has seen and has in the end. */
    private record Seen(
            float[] vector, List<Exchange.Updated> updates, double[] sum, List<OptimizerState> states, long bytes) {}

    @ParameterizedTest
    @CsvSource({
        // few parameters, updated by all or by one owner; several blocks; more than one part of a letter
        "10, 2, 2, 1",
        "10, 8, 3, 2",
        "10, 8, 5, 1",
        "10, 3, 1, 1",
        "5000, 8, 2, 1",
        "5000, 5, 4, 1",
        "5000, 8, 8, 1",
        "20000, 7, 3, 2",
        "20000, 8, 4, 1",
        // the times alone in the last block, and another worker with all weights
        "4096, 4, 2, 1",
        "8191, 4, 2, 1",
        "8190, 4, 2, 1",
        "8192, 4, 2, 1",
        "2200000, 2, 2, 2"
    })
    void everyWorkerHasTheBitsOfOne(int parameters, int shards, int workers, int threads) throws Exception {
        int rounds = parameters > 1_000_000 ? 3 : ROUNDS;
        Seen alone = play(ExchangeFactory.local(), new Branch(0, shards), parameters, shards, threads, rounds, 0);
        try (Stations stations = new Stations(workers)) {
            List<Seen> all = stations.play(1, group -> {
                Branch run = Holdings.run(group.rank(), shards, workers);
                Seen seen = play(group.exchanges(), run, parameters, shards, 1, rounds, group.rank());
                return new Seen(seen.vector(), seen.updates(), seen.sum(), seen.states(), group.bytesSent());
            });
            for (Seen seen : all) {
                assertThat(Arrays.equals(seen.vector(), alone.vector())).isTrue();
                assertThat(seen.updates()).isEqualTo(alone.updates());
                assertThat(seen.sum()).isEqualTo(alone.sum());
            }
            List<List<OptimizerState>> states = all.stream().map(Seen::states).toList();
            assertThat(OptimizerState.ofWorkers(states, parameters)).isEqualTo(alone.states());
        }
    }

    @Test
    void anUpdateThatIsNotFiniteIsAppliedByNobody() throws Exception {
        try (Stations stations = new Stations(3)) {
            List<Boolean> untouched = stations.play(1, group -> {
                double[][] sums = sums(9000, Holdings.run(group.rank(), 4, 3), 1);
                if (group.rank() == 1) {
                    sums[0][8999] = Double.NaN; // of a block that only one worker owns
                }
                float[] vector = new float[9002];
                try (TileExecutor executor = new TileExecutor(1)) {
                    Exchange exchange = group.exchanges().open(rules(), new SumLayout(9000), 4, executor);
                    Exchange.Updated updated = exchange.update(sums, vector, step(0));
                    assertThat(updated.applied()).isEqualTo(Outcome.NOT_FINITE);
                    assertThat(updated.totals().isFinite()).isTrue();
                }
                return Arrays.equals(vector, new float[9002]);
            });
            assertThat(untouched).containsOnly(true);
        }
    }

    @Test
    void theWishToEndReachesAllInTheSameRound() throws Exception {
        try (Stations stations = new Stations(3)) {
            List<Integer> rounds = stations.play(1, group -> {
                float[] vector = new float[12];
                try (TileExecutor executor = new TileExecutor(1)) {
                    Exchange exchange = group.exchanges().open(rules(), new SumLayout(10), 3, executor);
                    int round = 0;
                    while (!group.isCalledOff() && round < 50) {
                        if (round == 7 && group.rank() == 2) {
                            group.callOff();
                        }
                        exchange.update(sums(10, Holdings.run(group.rank(), 3, 3), round), vector, step(0));
                        round++;
                    }
                    return round;
                }
            });
            assertThat(rounds).containsExactly(8, 8, 8);
        }
    }

    /** As in second-order steps, which update nothing by the exchange. */
    @Test
    void theWishToEndTravelsWithSumsAlone() throws Exception {
        try (Stations stations = new Stations(3)) {
            List<Integer> rounds = stations.play(1, group -> {
                try (TileExecutor executor = new TileExecutor(1)) {
                    Exchange exchange = group.exchanges().open(rules(), new SumLayout(10), 3, executor);
                    int round = 0;
                    while (!group.isCalledOff() && round < 50) {
                        if (round == 7 && group.rank() == 2) {
                            group.callOff();
                        }
                        exchange.sum(sums(3, Holdings.run(group.rank(), 3, 3), round));
                        round++;
                    }
                    return round;
                }
            });
            assertThat(rounds).containsExactly(8, 8, 8);
        }
    }

    /** (shards/workers + 1) times a vector of four bytes a weight is what each worker may send. */
    @ParameterizedTest
    @CsvSource({"100000, 2, 2", "100000, 8, 2", "100000, 8, 4", "100000, 8, 8", "100000, 7, 3", "200000, 16, 4"})
    void noMoreBytesAreSentThanShardsAndVectorAskFor(int parameters, int shards, int workers) throws Exception {
        try (Stations stations = new Stations(workers)) {
            List<Long> sent = stations.play(1, group -> {
                Branch run = Holdings.run(group.rank(), shards, workers);
                play(group.exchanges(), run, parameters, shards, 1, 4, group.rank());
                return group.bytesSent();
            });
            double allowed = ((double) shards / workers + 1) * parameters * Float.BYTES;
            // one of the four rounds updates the times alone, and sends no sums of weights
            double ofRounds = sent.stream().mapToLong(Long::longValue).average().orElseThrow() / 4;
            assertThat(ofRounds).isLessThan(1.1 * allowed);
        }
    }

    private static Seen play(
            ExchangeFactory exchanges, Branch run, int parameters, int shards, int threads, int rounds, int rank) {
        SumLayout layout = new SumLayout(parameters);
        float[] vector = new float[layout.vectorSize()];
        Arrays.fill(vector, 0.5f);
        List<Exchange.Updated> updates = new ArrayList<>();
        try (TileExecutor executor = new TileExecutor(threads)) {
            Exchange exchange = exchanges.open(rules(), layout, shards, executor);
            for (int round = 0; round < rounds; round++) {
                if (round == 2) {
                    exchange.reset();
                }
                updates.add(exchange.update(sums(parameters, run, round), vector, step(round)));
            }
            double[][] figures = sums(3, run, 99);
            return new Seen(vector, updates, exchange.sum(figures), exchange.states(), rank);
        }
    }

    private static UpdateStep step(int round) {
        UpdateStep.Part part = round % 4 == 3 ? UpdateStep.Part.TIMES : UpdateStep.Part.BOTH;
        return new UpdateStep(round, part, TIME);
    }

    private static UpdateRules rules() {
        OptimizerSettings adam = new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8);
        return new UpdateRules(
                100, adam, new Schedule.Constant(), adam, new Schedule.Constant(), OptionalDouble.of(0.5), 0.01, 0.1);
    }

    /** Drawn by shard and round, so that all workers together have what one has. */
    private static double[][] sums(int parameters, Branch run, int round) {
        SumLayout layout = new SumLayout(parameters);
        double[][] sums = new double[run.to() - run.from()][];
        for (int shard = run.from(); shard < run.to(); shard++) {
            Random random = new Random(31L * round + shard);
            double[] sum = new double[layout.size()];
            for (int i = 0; i < sum.length; i++) {
                sum[i] = random.nextDouble() - 0.5;
            }
            sum[layout.weight()] = 10 + shard;
            sum[layout.rows()] = 10 + shard;
            sum[layout.failures()] = 0;
            sums[shard - run.from()] = sum;
        }
        return sums;
    }
}
