package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.turnpike.data.RowHasher;

/**
 * A row as it travels between executors: a key, which is its digest ({@link RowHasher}), and what training needs of it:
 * features, values, weight, whether it is held out, and its label.
 *
 * @param features numbers of them
 * @param values likewise
 */
record RowCodec(int features, int values, Labelled labelled) implements Serializable {

    /** Whether rows have labels. */
    enum Labelled {
        YES,
        NO
    }

    static RowCodec of(RowNames names) {
        return new RowCodec(
                names.features().size(),
                names.values().size(),
                names.labels().hasLabels() ? Labelled.YES : Labelled.NO);
    }

    /** The same as {@link org.turnpike.data.RowDigests} makes of the row in a table. */
    byte[] key(DataRow row, RowHasher hasher) {
        hasher.begin();
        for (float feature : row.features()) {
            hasher.add(feature);
        }
        if (labelled == Labelled.YES) {
            hasher.add(row.label().getBytes(StandardCharsets.UTF_8));
        }
        for (float value : row.values()) {
            hasher.add(value);
        }
        hasher.add(row.weight());
        hasher.end();
        return hasher.digest();
    }

    byte[] encode(DataRow row) {
        byte[] label = labelled == Labelled.YES ? row.label().getBytes(StandardCharsets.UTF_8) : new byte[0];
        ByteBuffer bytes = ByteBuffer.allocate((features + values + 1) * Float.BYTES + 1 + label.length);
        for (float feature : row.features()) {
            bytes.putFloat(feature);
        }
        for (float value : row.values()) {
            bytes.putFloat(value);
        }
        return bytes.putFloat(row.weight())
                .put((byte) (row.heldOut() ? 1 : 0))
                .put(label)
                .array();
    }

    /** Copies features and values to {@code numbers[offset …]}. */
    void numbersInPlace(byte[] row, float[] numbers, int offset) {
        ByteBuffer.wrap(row).asFloatBuffer().get(numbers, offset, features + values);
    }

    float weight(byte[] row) {
        return ByteBuffer.wrap(row).getFloat((features + values) * Float.BYTES);
    }

    boolean isHeldOut(byte[] row) {
        return row[(features + values + 1) * Float.BYTES] != 0;
    }

    /** Empty where rows have none. */
    String label(byte[] row) {
        int start = (features + values + 1) * Float.BYTES + 1;
        return new String(row, start, row.length - start, StandardCharsets.UTF_8);
    }

    static long word(byte[] key, int number) {
        return ByteBuffer.wrap(key).getLong(number * Long.BYTES);
    }
}
