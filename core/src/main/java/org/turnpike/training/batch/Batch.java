package org.turnpike.training.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.turnpike.data.BatchPlan;
import org.turnpike.data.LabelledRows;
import org.turnpike.data.image.ImageAugmentation;

/**
 * The rows of one batch that this worker holds: a run of each shard's order, cut into tiles, and the tiles into units of
 * work.
 *
 * <p>A unit is one tile, or in large batches a few consecutive tiles of one shard; how many depends on the shard's part of
 * the batch and the size of the model alone, so that sums over units are the same bits for any number of threads.
 */
public final class Batch {

    /** A batch's share of one shard: {@code tableRows[from …]} to {@code to − 1}; without table where the shard has no rows. */
    public record Part(int shard, LabelledRows table, int[] tableRows, int from, int to) {
        public int rows() {
            return to - from;
        }
    }

    /** Some consecutive tiles of one part. */
    public record Unit(int part, int firstTile, int tiles) {}

    /** What becomes of rows when they have been laid out in a tile. */
    @FunctionalInterface
    public interface Change {
        Change NONE = (tile, row) -> {};

        /** Images in the versions of an epoch. */
        static Change of(Optional<ImageAugmentation> augmentation, long epoch) {
            return augmentation
                    .<Change>map(images -> (tile, row) -> tile.vary(images, epoch, row))
                    .orElse(NONE);
        }

        /** @param row number, among all workers' rows, of the row in a lane */
        void apply(Tile tile, IntToLongFunction row);
    }

    private final Shards shards;
    private final Tiling tiling;
    private final List<Part> parts;
    private final Change change;
    private final List<Unit> units = new ArrayList<>();
    private final int[] firstUnit;
    private Tile[][] kept;

    private Batch(Shards shards, Tiling tiling, List<Part> parts, Change change) {
        this.change = change;
        this.shards = shards;
        this.tiling = tiling;
        this.parts = List.copyOf(parts);
        this.firstUnit = new int[parts.size() + 1];
        for (int part = 0; part < parts.size(); part++) {
            firstUnit[part] = units.size();
            int tiles = tiles(part);
            int perUnit = tiling.tilesPerUnit(tiles);
            for (int tile = 0; tile < tiles; tile += perUnit) {
                units.add(new Unit(part, tile, Math.min(perUnit, tiles - tile)));
            }
        }
        firstUnit[parts.size()] = units.size();
    }

    /** Every row, each shard in its own order. */
    public static Batch all(Shards shards, Tiling tiling) {
        List<Part> parts = new ArrayList<>();
        for (int shard : shards.held()) {
            int members = shards.plan().members(shard);
            int[] rows = shards.toTableRows(shard, IntStream.range(0, members).toArray());
            parts.add(new Part(shard, shards.table(shard), rows, 0, members));
        }
        return new Batch(shards, tiling, parts, Change.NONE);
    }

    /**
     * The rows of one iteration.
     *
     * @param tableRows of the epoch in its order, for each shard held
     * @param change of every tile
     */
    public static Batch of(
            Shards shards, BatchPlan plan, int[][] tableRows, int iteration, Tiling tiling, Change change) {
        List<Part> parts = new ArrayList<>();
        int[] held = shards.held();
        for (int i = 0; i < held.length; i++) {
            int shard = held[i];
            int from = plan.from(iteration, shard);
            int to = plan.to(iteration, shard);
            parts.add(new Part(shard, shards.table(shard), tableRows[i], from, to));
        }
        return new Batch(shards, tiling, parts, change);
    }

    /** Fills every tile now and keeps it, for batches that are used again and again. */
    public Batch keepTiles() {
        Tile[][] tiles = new Tile[parts.size()][];
        for (int part = 0; part < tiles.length; part++) {
            tiles[part] = new Tile[tiles(part)];
            for (int tile = 0; tile < tiles[part].length; tile++) {
                tiles[part][tile] = fill(part, tile, null);
            }
        }
        kept = tiles;
        return this;
    }

    public List<Part> parts() {
        return parts;
    }

    public List<Unit> units() {
        return units;
    }

    /** Number of the part's first unit; that of part {@code parts().size()} is the number of units. */
    int firstUnit(int part) {
        return firstUnit[part];
    }

    /** Place, in its part's order, of the tile's first row. */
    int place(int part, int tile) {
        return parts.get(part).from() + tile * tiling.tileRows();
    }

    /** The row, of all workers' rows together, in a lane of the tile. */
    long row(int part, int tile, int lane) {
        Part rows = parts.get(part);
        return shards.row(rows.shard(), rows.tableRows()[place(part, tile) + lane]);
    }

    boolean isKept() {
        return kept != null;
    }

    /** The tile, kept or filled into {@code scratch}, which is made where it is null. */
    public Tile tile(int part, int tile, Tile scratch) {
        return kept == null ? fill(part, tile, scratch) : kept[part][tile];
    }

    private Tile fill(int part, int tile, Tile scratch) {
        Part rows = parts.get(part);
        Tile filled = scratch != null
                ? scratch
                : new Tile(
                        tiling.tileRows(),
                        rows.table().features().width(),
                        rows.table().targets().width());
        int from = place(part, tile);
        filled.fill(rows.table(), rows.tableRows(), from, Math.min(tiling.tileRows(), rows.to() - from));
        change.apply(filled, lane -> row(part, tile, lane));
        return filled;
    }

    private int tiles(int part) {
        return tiling.tiles(parts.get(part).rows());
    }
}
