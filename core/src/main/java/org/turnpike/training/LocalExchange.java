package org.turnpike.training;

import java.util.Arrays;
import java.util.List;

/** The exchange of a single worker, which holds every shard: sums and updates, block by block on its own threads. */
final class LocalExchange implements Exchange {

    private final UpdateRules rules;
    private final SumLayout layout;
    private final TileExecutor executor;
    private final float[] gradient;
    private final double[] blockNorms;
    private BlockUpdate[] blocks;

    /** @param executor not closed here */
    LocalExchange(UpdateRules rules, SumLayout layout, TileExecutor executor) {
        this.rules = rules;
        this.layout = layout;
        this.executor = executor;
        this.gradient = new float[layout.parameters() + 1];
        this.blockNorms = new double[BlockUpdate.count(layout)];
        reset();
    }

    @Override
    public Updated update(double[][] shardSums, float[] vector, UpdateStep step) {
        Totals totals = totals(shardSums);
        executor.run(
                blocks.length,
                (block, thread) ->
                        blockNorms[block] = blocks[block].prepare(shardSums, totals.weight(), vector, step, gradient));
        double norm = norm();
        if (!totals.isFinite() || !Double.isFinite(norm)) {
            return new Updated(totals, norm, Outcome.NOT_FINITE);
        }
        executor.run(blocks.length, (block, thread) -> blocks[block].apply(vector, gradient, step, norm));
        return new Updated(totals, norm, Outcome.APPLIED);
    }

    private Totals totals(double[][] shardSums) {
        double[] figures = new double[SumLayout.FIGURES];
        for (double[] shard : shardSums) {
            for (int i = 0; i < figures.length; i++) {
                figures[i] += shard[layout.parameters() + i];
            }
        }
        return Totals.of(figures, new SumLayout(0));
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
        double[] sum = new double[shardFigures[0].length];
        for (double[] shard : shardFigures) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += shard[i];
            }
        }
        return sum;
    }

    @Override
    public List<OptimizerState> states() {
        List<OptimizerState> parts =
                Arrays.stream(blocks).map(block -> block.weights().state()).toList();
        return List.of(
                OptimizerState.concatenate(parts),
                blocks[blocks.length - 1].terminalTime().state());
    }

    @Override
    public void restore(List<OptimizerState> states) {
        for (int block = 0; block < blocks.length; block++) {
            int from = block * BlockUpdate.BLOCK;
            int to = Math.min(from + BlockUpdate.BLOCK, layout.parameters());
            blocks[block].weights().restore(states.get(0).slice(from, to));
        }
        blocks[blocks.length - 1].terminalTime().restore(states.get(1));
    }

    @Override
    public void reset() {
        blocks = new BlockUpdate[BlockUpdate.count(layout)];
        Arrays.setAll(blocks, number -> new BlockUpdate(rules, layout, number));
    }
}
