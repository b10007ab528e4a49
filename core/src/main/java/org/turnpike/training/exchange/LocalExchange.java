package org.turnpike.training.exchange;

import java.util.Arrays;
import java.util.List;
import org.turnpike.training.batch.ShardTree;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.optimizer.OptimizerState;

/** The exchange of a single worker, which holds every shard: sums and updates, block by block on its own threads. */
public final class LocalExchange implements Exchange {

    private final UpdateRules rules;
    private final SumLayout layout;
    private final TileExecutor executor;
    private final float[] gradient;
    private final double[] blockNorms;
    private final float[][][] rooms;
    private final BlockUpdate.Room[] updateRooms;
    private BlockUpdate[] blocks;

    /** @param executor not closed here */
    public LocalExchange(UpdateRules rules, SumLayout layout, TileExecutor executor) {
        this.rules = rules;
        this.layout = layout;
        this.executor = executor;
        this.gradient = new float[layout.vectorSize()];
        this.rooms = new float[executor.threads()][][];
        this.updateRooms = BlockUpdate.Room.ofThreads(executor.threads());
        this.blockNorms = new double[BlockUpdate.count(layout)];
        reset();
    }

    @Override
    public Updated update(double[][] shardSums, float[] vector, UpdateStep step) {
        ShardTree tree = new ShardTree(shardSums.length);
        double[] figures = figures(tree, shardSums);
        Totals totals = Totals.of(figures, layout.figures());
        ShardTree.Sums sums = ShardTree.ofShards(0, shardSums);
        executor.run(blocks.length, (block, thread) -> {
            if (step.part().hasWeights()) {
                BlockUpdate update = blocks[block];
                tree.add(
                        tree.root(),
                        sums,
                        update.from(),
                        update.weightsTo(),
                        gradient,
                        update.from(),
                        room(tree, thread));
            }
            blockNorms[block] = blocks[block].prepare(figures, vector, step, gradient);
        });
        double norm = norm();
        if (!totals.isFinite() || !Double.isFinite(norm)) {
            return new Updated(totals, norm, Outcome.NOT_FINITE);
        }
        executor.run(
                blocks.length,
                (block, thread) -> blocks[block].apply(vector, gradient, step, norm, updateRooms[thread]));
        return new Updated(totals, norm, Outcome.APPLIED);
    }

    private double[] figures(ShardTree tree, double[][] shardSums) {
        return tree.add(branch -> branch.isShard()
                ? Arrays.copyOfRange(shardSums[branch.from()], layout.parameters(), layout.size())
                : null);
    }

    private float[][] room(ShardTree tree, int thread) {
        if (rooms[thread] == null || rooms[thread].length < tree.depth()) {
            rooms[thread] = tree.room(BlockUpdate.BLOCK);
        }
        return rooms[thread];
    }

    private double norm() {
        double square = 0;
        for (double block : blockNorms) {
            square += block;
        }
        return Math.sqrt(square);
    }

    @Override
    public double[] sum(double[][] shardFigures) {
        return new ShardTree(shardFigures.length)
                .add(branch -> branch.isShard() ? shardFigures[branch.from()].clone() : null);
    }

    @Override
    public List<OptimizerState> states() {
        List<OptimizerState> parts =
                Arrays.stream(blocks).map(block -> block.weights().state()).toList();
        return blocks[blocks.length - 1].withTimes(OptimizerState.concatenate(parts));
    }

    @Override
    public void restore(List<OptimizerState> states) {
        for (BlockUpdate block : blocks) {
            block.restore(states);
        }
    }

    @Override
    public void reset() {
        blocks = new BlockUpdate[BlockUpdate.count(layout)];
        Arrays.setAll(blocks, number -> new BlockUpdate(rules, layout, number));
    }
}
