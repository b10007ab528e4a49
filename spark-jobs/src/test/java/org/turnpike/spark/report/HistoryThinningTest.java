package org.turnpike.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryThinningTest {

    private static final int ROWS = 10_000;
    private static final int MOST = 600;

    @Test
    void aShortHistoryStaysWhole() {
        assertThat(HistoryThinning.rows(history(), ROWS)).hasSize(ROWS);
    }

    @Test
    void spikesTheEndsOfStagesAndValidatedRowsStay() {
        int[] kept = HistoryThinning.rows(history(), MOST);
        assertThat(kept).hasSizeLessThanOrEqualTo(MOST + 4).isSorted();
        assertThat(kept).contains(0, 3456, 4999, 5000, ROWS - 1);
        assertThat(Arrays.stream(kept).filter(row -> row % 100 == 7).count()).isGreaterThanOrEqualTo(100);
    }

    /** Two stages; the loss has one spike, and every hundredth row is validated. */
    private static HistoryTable history() {
        double[] loss =
                IntStream.range(0, ROWS).mapToDouble(row -> 1.0 / (row + 1)).toArray();
        loss[3456] = 50;
        double[] validation = IntStream.range(0, ROWS)
                .mapToDouble(row -> row % 100 == 7 ? loss[row] : Double.NaN)
                .toArray();
        List<String> stages = IntStream.range(0, ROWS)
                .mapToObj(row -> row < 5000 ? "vanilla" : "minimum-time")
                .toList();
        return new HistoryTable(stages, Map.of("loss", loss, "validation_loss", validation));
    }
}
