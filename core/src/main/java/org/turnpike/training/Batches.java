package org.turnpike.training;

import java.util.Arrays;
import java.util.Optional;
import org.turnpike.data.BatchPlan;
import org.turnpike.data.image.ImageAugmentation;
import org.turnpike.training.batch.Batch;
import org.turnpike.training.batch.FreshRows;
import org.turnpike.training.batch.Shards;
import org.turnpike.training.batch.Tiling;
import org.turnpike.training.stage.TrainingSettings;

/**
 * The batches of a stage, epoch by epoch; the one batch of full-batch training is laid out once, or for fresh rows once an
 * epoch, and kept. Images that are varied are laid out for every batch.
 */
final class Batches {

    private final Optional<FreshRows> fresh;
    private final BatchPlan plan;
    private final Tiling tiling;
    private final Optional<ImageAugmentation> augmentation;
    private Shards shards;
    private Batch whole;
    private int[][] tableRows = {};
    private int orderedEpoch = -1;

    Batches(TrainingData data, TrainingSettings settings, Tiling tiling) {
        this.shards = data.training();
        this.fresh = data.fresh();
        this.plan = settings.batchRows().isPresent()
                ? BatchPlan.ofBatches(
                        settings.seed(), shards.plan(), settings.batchRows().getAsInt())
                : BatchPlan.fullBatch(shards.plan());
        this.tiling = tiling;
        this.augmentation = data.augmentation();
        this.whole = isFullBatch() && fresh.isEmpty() && !areVaried() ? whole(shards, tiling) : null;
    }

    /** Tiles of rows that were spilled would take the memory that there is too little of. */
    private static Batch whole(Shards shards, Tiling tiling) {
        Batch all = Batch.all(shards, tiling);
        return shards.areInMemory() ? all.keepTiles() : all;
    }

    boolean isFullBatch() {
        return plan.iterationsPerEpoch() == 1;
    }

    /** Whether every epoch has the images in another version. */
    boolean areVaried() {
        return augmentation.isPresent();
    }

    int perEpoch() {
        return plan.iterationsPerEpoch();
    }

    /** The worker's part of an iteration's batch. */
    Batch batch(int epoch, int iteration) {
        if (orderedEpoch != epoch) {
            fresh.ifPresent(rows -> {
                shards = shards.dealtFrom(rows.epoch(epoch));
                whole = isFullBatch() && !areVaried()
                        ? Batch.all(shards, tiling).keepTiles()
                        : null;
            });
        }
        if (whole != null) {
            orderedEpoch = epoch;
            return whole;
        }
        if (orderedEpoch != epoch) {
            tableRows = Arrays.stream(shards.held())
                    .mapToObj(shard -> shards.toTableRows(shard, plan.order(epoch, shard)))
                    .toArray(int[][]::new);
            orderedEpoch = epoch;
        }
        return Batch.of(shards, plan, tableRows, iteration, tiling, Batch.Change.of(augmentation, epoch));
    }
}
