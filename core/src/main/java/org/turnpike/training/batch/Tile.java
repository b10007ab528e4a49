package org.turnpike.training.batch;

import java.util.function.IntToLongFunction;
import org.turnpike.data.LabelledRows;
import org.turnpike.data.image.ImageAugmentation;

/** Some rows laid out as a tile solver loads them; kept and reused, or filled anew for each batch. */
public final class Tile {

    public final float[] features;
    public final float[] targets;
    public final float[] weights;
    private final int tileRows;
    private int rows;
    private double weight;

    Tile(int tileRows, int featureWidth, int targetWidth) {
        this.tileRows = tileRows;
        this.features = new float[Math.multiplyExact(featureWidth, tileRows)];
        this.targets = new float[Math.multiplyExact(targetWidth, tileRows)];
        this.weights = new float[tileRows];
    }

    /** Takes rows {@code order[from …]} of {@code table}, {@code count} of them. */
    void fill(LabelledRows table, int[] order, int from, int count) {
        table.features().fillTile(features, 0, tileRows, order, from, count);
        if (targets.length > 0) {
            table.targets().fillTile(targets, 0, tileRows, order, from, count);
        }
        table.weights().fillTile(weights, 0, tileRows, order, from, count);
        rows = count;
        weight = 0;
        for (int lane = 0; lane < count; lane++) {
            weight += weights[lane];
        }
    }

    /** Varies the images that its rows are, for an epoch. */
    void vary(ImageAugmentation augmentation, long epoch, IntToLongFunction row) {
        augmentation.apply(features, tileRows, rows, epoch, row);
    }

    /** Rows that are no padding. */
    public int rows() {
        return rows;
    }

    /** Sum of the rows' weights. */
    double weight() {
        return weight;
    }
}
