package org.turnpike.spark.source.frame;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.data.StoredRows;

/**
 * Chooses the rows of one part, training or validation, and writes their numbers as a {@link StoredRows.Layout} says.
 *
 * @param classes in the model's order; empty where rows have none
 */
record BlockMaker(
        RowCodec codec, HoldOut holdOut, Part part, HashMap<String, Integer> classes, StoredRows.Layout layout)
        implements Serializable {

    /** Which of a table's rows. */
    enum Part {
        LEFT,
        HELD_OUT
    }

    /** Asks for the rows of one partition, in their order. */
    interface Run {
        boolean isOne(byte[] key, byte[] row);
    }

    static BlockMaker of(RowCodec codec, HoldOut holdOut, Part part, List<String> classes, StoredRows.Layout layout) {
        Map<String, Integer> places = new HashMap<>();
        classes.forEach(name -> places.put(name, places.size()));
        return new BlockMaker(codec, holdOut, part, new HashMap<>(places), layout);
    }

    int width() {
        return layout.width();
    }

    Run begin() {
        HoldOut.Asked asked = holdOut.begin(codec);
        boolean heldOut = part == Part.HELD_OUT;
        return (key, row) -> asked.isHeldOut(key, row) == heldOut;
    }

    void numbersInPlace(byte[] row, float[] numbers, int offset) {
        codec.numbersInPlace(row, numbers, offset);
        int next = offset + layout.features() + layout.values();
        if (layout.classes() > 0) {
            numbers[next++] = classes.get(codec.label(row));
        }
        if (layout.isWeighted()) {
            numbers[next] = codec.weight(row);
        }
    }
}
