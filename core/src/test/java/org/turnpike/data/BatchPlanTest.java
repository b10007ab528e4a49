package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchPlanTest {
    @ParameterizedTest
    @CsvSource({
        "60000, 8, 128",
        "1000, 7, 100",
        "1001, 3, 10",
        "17, 5, 4",
        "10, 3, 10",
        "10, 3, 99",
        "5, 8, 2",
        "97, 1, 13",
        "100, 9, 1"
    })
    void anEpochUsesEveryRowOnceInEvenBatches(int rows, int count, int batch) {
        LogicalShards shards = new LogicalShards(rows, count);
        BatchPlan plan = BatchPlan.ofBatches(3, shards, batch);
        assertThat(plan.iterationsPerEpoch()).isEqualTo((rows + batch - 1) / batch);

        BitSet used = new BitSet();
        for (int iteration = 0; iteration < plan.iterationsPerEpoch(); iteration++) {
            int inBatch = 0;
            for (int shard = 0; shard < count; shard++) {
                int[] order = plan.order(4, shard);
                for (int place = plan.from(iteration, shard); place < plan.to(iteration, shard); place++) {
                    int row = shards.row(shard, order[place]);
                    assertThat(used.get(row)).as("row %d is used before", row).isFalse();
                    used.set(row);
                    inBatch++;
                }
                int share = plan.to(iteration, shard) - plan.from(iteration, shard);
                assertThat(Math.abs(share - (double) plan.batchRows(iteration) / count))
                        .isLessThan(1);
            }
            assertThat(inBatch).isEqualTo(plan.batchRows(iteration)).isLessThanOrEqualTo(batch);
            assertThat(inBatch).isGreaterThanOrEqualTo(rows / plan.iterationsPerEpoch());
        }
        assertThat(used.cardinality()).isEqualTo(rows);
    }

    @Test
    void batchesThatDivideTheRowsAreAllAlike() {
        LogicalShards shards = new LogicalShards(64, 4);
        BatchPlan plan = BatchPlan.ofBatches(0, shards, 16);
        for (int iteration = 0; iteration < 4; iteration++) {
            for (int shard = 0; shard < 4; shard++) {
                assertThat(plan.from(iteration, shard)).isEqualTo(4 * iteration);
                assertThat(plan.to(iteration, shard)).isEqualTo(4 * iteration + 4);
            }
        }
    }

    @Test
    void ordersDependOnSeedEpochAndShardAlone() {
        LogicalShards shards = new LogicalShards(300, 3);
        BatchPlan plan = BatchPlan.ofBatches(7, shards, 30);
        int[] order = plan.order(2, 1);

        assertThat(order).isEqualTo(BatchPlan.ofBatches(7, shards, 50).order(2, 1));
        assertThat(order).isNotEqualTo(plan.order(3, 1));
        assertThat(order).isNotEqualTo(plan.order(2, 0));
        assertThat(order).isNotEqualTo(BatchPlan.ofBatches(8, shards, 30).order(2, 1));
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(BatchPlan.fullBatch(shards).order(0, 1));
    }

    /** Resuming an old run must go through the same batches. */
    @Test
    void ordersNeverChange() {
        assertThat(BatchPlan.ofBatches(7, new LogicalShards(30, 3), 6).order(2, 1))
                .containsExactly(ORDER);
    }

    @Test
    void aFullBatchKeepsTheRowsOrder() {
        LogicalShards shards = new LogicalShards(10, 3);
        BatchPlan plan = BatchPlan.fullBatch(shards);

        assertThat(plan.iterationsPerEpoch()).isEqualTo(1);
        assertThat(plan.batchRows(0)).isEqualTo(10);
        assertThat(plan.order(5, 0)).containsExactly(0, 1, 2, 3);
        assertThat(plan.from(0, 0)).isZero();
        assertThat(plan.to(0, 0)).isEqualTo(4);
        assertThat(BatchPlan.ofBatches(1, shards, 10).order(5, 0)).containsExactly(0, 1, 2, 3);
    }

    @Test
    void placesDoNotOverflow() {
        BatchPlan plan = BatchPlan.ofBatches(1, new LogicalShards(2_000_000_000, 8), 1000);
        assertThat(plan.to(plan.iterationsPerEpoch() - 1, 7)).isEqualTo(250_000_000);
    }

    @Test
    void refusesWhatIsNotThere() {
        LogicalShards shards = new LogicalShards(10, 3);
        assertThatThrownBy(() -> BatchPlan.ofBatches(0, shards, 0))
                .hasMessage("expected a batch of at least one row, found 0");
        assertThatThrownBy(() -> BatchPlan.fullBatch(shards).batchRows(1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> BatchPlan.fullBatch(shards).order(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static final int[] ORDER = {1, 4, 8, 5, 7, 0, 3, 2, 9, 6};
}
