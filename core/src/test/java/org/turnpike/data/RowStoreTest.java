package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowStoreTest {
    private static final int ROWS = 1000;
    private static final StoredRows.Layout LAYOUT = new StoredRows.Layout(3, 4, 0, true);

    @TempDir
    Path directory;

    /** Memory for all rows, for some, for none. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 7777, 0})
    void tilesAreThoseOfATable(long memory) throws IOException {
        Table table = table();
        StoredRows stored = stored(table, memory);
        assertThat(stored.isInMemory()).isEqualTo(memory > ROWS * 5 * 4);
        assertThat(Files.list(directory)).as("files that are left").isEmpty();
        int[] rows = new KeyedRandom("row store", memory).permutation(ROWS);
        requireSame(stored.features(), table.features(), rows);
        requireSame(stored.targets(), table.targets(), rows);
        requireSame(stored.weights(), table.weights(), rows);
    }

    @Test
    void rowsThatWereNotAnnouncedAreRefused() throws IOException {
        try (RowStore.Builder builder = new RowStore.Builder(2, 1, 100, directory)) {
            builder.add(new float[1], 0, 1);
            assertThatThrownBy(builder::build).hasMessage("expected 2 rows, found 1");
        }
    }

    private StoredRows stored(Table table, long memory) throws IOException {
        try (RowStore.Builder builder = new RowStore.Builder(ROWS, LAYOUT.width(), memory, directory)) {
            float[] block = new float[7 * LAYOUT.width()];
            for (int row = 0; row < ROWS; row += 7) {
                int count = Math.min(7, ROWS - row);
                for (int i = 0; i < count; i++) {
                    table.features().copyRow(row + i, block, i * LAYOUT.width());
                    block[i * LAYOUT.width() + 3] = ((ClassLabels) table.targets()).label(row + i);
                    block[i * LAYOUT.width() + 4] = table.weights().weight(row + i);
                }
                builder.add(block, 0, count);
            }
            return StoredRows.of(builder.build(), LAYOUT);
        }
    }

    private static void requireSame(TileSource found, TileSource expected, int[] rows) {
        float[] foundTile = new float[64 * found.width()];
        float[] expectedTile = new float[64 * expected.width()];
        for (int from = 0; from < ROWS; from += 64) {
            int count = Math.min(64, ROWS - from);
            found.fillTile(foundTile, 0, 64, rows, from, count);
            expected.fillTile(expectedTile, 0, 64, rows, from, count);
            assertThat(foundTile).isEqualTo(expectedTile);
        }
    }

    private static Table table() {
        KeyedRandom random = new KeyedRandom("row store", 1);
        float[] features = new float[3 * ROWS];
        int[] labels = new int[ROWS];
        float[] weights = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            for (int column = 0; column < 3; column++) {
                features[3 * row + column] = (float) random.nextGaussian();
            }
            labels[row] = random.nextInt(4);
            weights[row] = random.nextInt(5);
        }
        return new Table(
                RowMatrix.takingOwnership(features, 3),
                List.of("x", "y", "z"),
                ClassLabels.copyOf(labels, ClassLabels.numbered(4)),
                SampleWeights.copyOf(weights));
    }
}
