package org.turnpike.spark.exchange.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.turnpike.training.batch.ShardTree;
import org.turnpike.training.batch.ShardTree.Branch;
import org.turnpike.training.batch.ShardTree.Found;
import org.turnpike.training.batch.SumLayout;
import org.turnpike.training.batch.TileExecutor;
import org.turnpike.training.batch.Totals;
import org.turnpike.training.exchange.BlockUpdate;
import org.turnpike.training.exchange.Exchange;
import org.turnpike.training.exchange.UpdateRules;
import org.turnpike.training.exchange.UpdateStep;
import org.turnpike.training.optimizer.OptimizerState;

/**
 * The exchange of several workers, each the owner of a slice of the vector ({@link Slices}).
 *
 * <p>A round of it: each worker sends each owner the sums of its branches of shards over the owner's slice, and everybody its
 * figures; the owner adds them in the tree's order and sends everybody the squared norms of its blocks; with all norms it
 * clips, updates, and sends everybody its slice. Optimizer states are where the slice is. What is added and rounded, and in
 * which order, is what the exchange of a single worker does.
 */
final class SliceExchange implements Exchange {
    private static final int TO_ALL = -1;

    private final Group group;
    private final int rank;
    private final int workers;
    private final UpdateRules rules;
    private final SumLayout layout;
    private final TileExecutor executor;
    private final Holdings holdings;
    private final Slices slices;
    private final FigureSum figureSum;
    private final Outbox outbox = new Outbox();
    private final float[] gradient;
    private final double[] blockNorms;
    private final float[][][] rooms;
    private final float[][] scratch;
    private final BlockUpdate.Room[] updateRooms;
    private final FloatBuffer[] weightsOf;
    private final int[] peers;
    /** Null where another worker owns the block. */
    private BlockUpdate[] blocks;

    private long number;

    SliceExchange(Group group, UpdateRules rules, SumLayout layout, int shards, TileExecutor executor) {
        this.group = group;
        this.rank = group.rank();
        this.workers = group.workers();
        this.rules = rules;
        this.layout = layout;
        this.executor = executor;
        this.holdings = new Holdings(shards, rank, workers);
        this.slices = new Slices(layout, workers);
        this.figureSum = new FigureSum(group, holdings, outbox);
        this.gradient = new float[layout.vectorSize()];
        this.blockNorms = new double[slices.blocks()];
        this.rooms = new float[executor.threads()][][];
        this.scratch = new float[executor.threads()][BlockUpdate.BLOCK];
        this.updateRooms = BlockUpdate.Room.ofThreads(executor.threads());
        for (int thread = 0; thread < rooms.length; thread++) {
            rooms[thread] = holdings.tree().room(BlockUpdate.BLOCK);
        }
        this.weightsOf = new FloatBuffer[workers];
        this.peers =
                IntStream.range(1, workers).map(step -> (rank + step) % workers).toArray();
        reset();
    }

    @Override
    public Updated update(double[][] shardSums, float[] vector, UpdateStep step) {
        number++;
        boolean hasWeights = step.part().hasWeights();
        ShardTree.Sums own = ShardTree.ofShards(holdings.run().from(), shardSums);
        Letter.Flags flags = group.flags();
        sendSums(shardSums, own, hasWeights, flags);
        double[] figures = figures(shardSums, flags);
        Totals totals = Totals.of(figures, layout.figures());
        for (int part = 0; part < slices.parts(rank); part++) {
            prepare(part, own, figures, vector, step);
        }
        double norm = norm();
        if (!totals.isFinite() || !Double.isFinite(norm)) {
            return new Updated(totals, norm, Outcome.NOT_FINITE);
        }
        int first = slices.first(rank);
        executor.run(
                slices.end(rank) - first,
                (block, thread) -> blocks[first + block].apply(vector, gradient, step, norm, updateRooms[thread]));
        if (slices.ownership() == Slices.Ownership.EACH_A_SLICE) {
            sendSlice(vector);
            receiveSlices(vector);
        }
        return new Updated(totals, norm, Outcome.APPLIED);
    }

    @Override
    public double[] sum(double[][] shardFigures) {
        return figureSum.sum(shardFigures);
    }

    // What this worker says of its shards.

    private void sendSums(double[][] shardSums, ShardTree.Sums own, boolean hasWeights, Letter.Flags flags) {
        if (slices.ownership() == Slices.Ownership.EVERYBODY_ALL) {
            ByteBuffer letter = sums(TO_ALL, rank, 0, shardSums, own, hasWeights, flags);
            for (int peer : peers) {
                group.send(peer, letter.duplicate());
            }
            return;
        }
        for (int peer : peers) {
            int parts = hasWeights ? slices.parts(peer) : 1;
            for (int part = 0; part < parts; part++) {
                group.send(peer, sums(peer, peer, part, shardSums, own, hasWeights, flags));
            }
        }
    }

    /** The figures of each branch, in the first part; then each branch's sums over this part of the owner's slice. */
    private ByteBuffer sums(
            int to,
            int owner,
            int part,
            double[][] shardSums,
            ShardTree.Sums own,
            boolean hasWeights,
            Letter.Flags flags) {
        List<Branch> branches = holdings.branches(rank);
        int from = hasWeights ? weightsFrom(owner, part) : 0;
        int count = hasWeights ? weightsTo(owner, part) - from : 0;
        int figures = part == 0 ? branches.size() * figuresOfABranch() * Double.BYTES : 0;
        ByteBuffer letter = outbox.letter(
                Letter.Kind.SUMS,
                to,
                part,
                number,
                flags,
                Letter.HEAD + figures + branches.size() * count * Float.BYTES);
        if (part == 0) {
            letter.position(Letter.HEAD);
            for (Branch branch : branches) {
                for (double figure : ownFigures(branch, shardSums)) {
                    letter.putDouble(figure);
                }
            }
            letter.position(0);
        }
        if (count > 0) {
            FloatBuffer weights = floats(letter, Letter.HEAD + figures);
            int firstBlock = slices.partFirst(owner, part);
            int blocksOfPart = slices.partEnd(owner, part) - firstBlock;
            executor.run(branches.size() * blocksOfPart, (task, thread) -> {
                int branch = task / blocksOfPart;
                int block = firstBlock + task % blocksOfPart;
                int begin = slices.weightsFrom(block);
                int end = slices.weightsTo(block);
                holdings.tree().add(branches.get(branch), own, begin, end, scratch[thread], 0, rooms[thread]);
                weights.put(branch * count + begin - from, scratch[thread], 0, end - begin);
            });
        }
        return letter;
    }

    // What all workers say, added up.

    private double[] figures(double[][] shardSums, Letter.Flags flags) {
        group.heard(flags);
        for (int peer : peers) {
            ByteBuffer letter = group.await(peer, Letter.Kind.SUMS, 0, number);
            group.heard(Letter.flags(letter));
        }
        return holdings.tree().add(branch -> {
            Holdings.Place place = holdings.place(branch);
            if (place == null) {
                return branch.isShard() ? shardFigures(branch, shardSums) : null;
            }
            ByteBuffer letter = group.await(place.worker(), Letter.Kind.SUMS, 0, number);
            double[] figures = new double[figuresOfABranch()];
            int at = Letter.HEAD + place.index() * figures.length * Double.BYTES;
            for (int i = 0; i < figures.length; i++) {
                figures[i] = letter.getDouble(at + i * Double.BYTES);
            }
            return figures;
        });
    }

    /** Makes the mean gradient of one part of this worker's slice. */
    private void prepare(int part, ShardTree.Sums own, double[] figures, float[] vector, UpdateStep step) {
        boolean hasWeights = step.part().hasWeights();
        int from = weightsFrom(rank, part);
        int count = hasWeights ? weightsTo(rank, part) - from : 0;
        if (part == 0 || hasWeights) {
            for (int peer : peers) {
                ByteBuffer letter = group.await(peer, Letter.Kind.SUMS, part, number);
                int head = part == 0 ? holdings.branches(peer).size() * figuresOfABranch() * Double.BYTES : 0;
                weightsOf[peer] = floats(letter, Letter.HEAD + head);
            }
        }
        ShardTree.Sums all = (branch, begin, end, into, at) -> {
            Holdings.Place place = holdings.place(branch);
            if (place == null) {
                return branch.from() >= holdings.run().from()
                                && branch.to() <= holdings.run().to()
                        ? own.read(branch, begin, end, into, at)
                        : Found.MUST_BE_ADDED;
            }
            weightsOf[place.worker()].get(place.index() * count + begin - from, into, at, end - begin);
            return Found.HERE;
        };
        int firstBlock = slices.partFirst(rank, part);
        executor.run(Math.max(0, slices.partEnd(rank, part) - firstBlock), (task, thread) -> {
            BlockUpdate block = blocks[firstBlock + task];
            if (hasWeights) {
                holdings.tree()
                        .add(
                                holdings.tree().root(),
                                all,
                                block.from(),
                                block.weightsTo(),
                                gradient,
                                block.from(),
                                rooms[thread]);
            }
            blockNorms[firstBlock + task] = block.prepare(figures, vector, step, gradient);
        });
        if (part == 0 || hasWeights) {
            for (int peer : peers) {
                group.taken(peer, Letter.Kind.SUMS, part, number);
            }
        }
    }

    /** The gradient's norm, of all owners' blocks in their order. */
    private double norm() {
        if (slices.ownership() == Slices.Ownership.EACH_A_SLICE) {
            exchangeNorms();
        }
        double square = 0;
        for (double block : blockNorms) {
            square += block;
        }
        return Math.sqrt(square);
    }

    private void exchangeNorms() {
        if (slices.owns(rank)) {
            int first = slices.first(rank);
            int count = slices.end(rank) - first;
            ByteBuffer letter = outbox.letter(
                    Letter.Kind.NORMS, TO_ALL, 0, number, Letter.Flags.NONE, Letter.HEAD + count * Double.BYTES);
            for (int block = 0; block < count; block++) {
                letter.putDouble(Letter.HEAD + block * Double.BYTES, blockNorms[first + block]);
            }
            for (int peer : peers) {
                group.send(peer, letter.duplicate());
            }
        }
        for (int peer : peers) {
            if (slices.owns(peer)) {
                ByteBuffer letter = group.await(peer, Letter.Kind.NORMS, 0, number);
                for (int block = slices.first(peer); block < slices.end(peer); block++) {
                    blockNorms[block] = letter.getDouble(Letter.HEAD + (block - slices.first(peer)) * Double.BYTES);
                }
                group.taken(peer, Letter.Kind.NORMS, 0, number);
            }
        }
    }

    // The next vector.

    private void sendSlice(float[] vector) {
        for (int part = 0; slices.owns(rank) && part < slices.parts(rank); part++) {
            int from = weightsFrom(rank, part);
            int count = vectorTo(rank, part) - from;
            ByteBuffer letter = outbox.letter(
                    Letter.Kind.SLICE, TO_ALL, part, number, Letter.Flags.NONE, Letter.HEAD + count * Float.BYTES);
            floats(letter, Letter.HEAD).put(0, vector, from, count);
            for (int peer : peers) {
                group.send(peer, letter.duplicate());
            }
        }
    }

    private void receiveSlices(float[] vector) {
        for (int peer : peers) {
            for (int part = 0; slices.owns(peer) && part < slices.parts(peer); part++) {
                ByteBuffer letter = group.await(peer, Letter.Kind.SLICE, part, number);
                int from = weightsFrom(peer, part);
                floats(letter, Letter.HEAD).get(0, vector, from, vectorTo(peer, part) - from);
                group.taken(peer, Letter.Kind.SLICE, part, number);
            }
        }
    }

    @Override
    public List<OptimizerState> states() {
        List<OptimizerState> own =
                ownBlocks().map(block -> block.weights().state()).toList();
        OptimizerState weights =
                own.isEmpty() ? rules.weights().newOptimizer(0).state() : OptimizerState.concatenate(own);
        return ownsTheLast() ? blocks[blocks.length - 1].withTimes(weights) : List.of(weights);
    }

    @Override
    public void restore(List<OptimizerState> states) {
        ownBlocks().forEach(block -> block.restore(states));
    }

    @Override
    public void reset() {
        blocks = new BlockUpdate[slices.blocks()];
        for (int block = slices.first(rank); block < slices.end(rank); block++) {
            blocks[block] = new BlockUpdate(rules, layout, block);
        }
    }

    private Stream<BlockUpdate> ownBlocks() {
        return Arrays.stream(blocks, slices.first(rank), slices.end(rank));
    }

    /** The last block has the times. */
    private boolean ownsTheLast() {
        return slices.end(rank) == blocks.length && slices.owns(rank);
    }

    private double[] ownFigures(Branch branch, double[][] shardSums) {
        return holdings.tree().add(branch, part -> part.isShard() ? shardFigures(part, shardSums) : null);
    }

    private double[] shardFigures(Branch shard, double[][] shardSums) {
        double[] sums = shardSums[shard.from() - holdings.run().from()];
        return Arrays.copyOfRange(sums, layout.parameters(), layout.size());
    }

    private int figuresOfABranch() {
        return layout.size() - layout.parameters();
    }

    private int weightsFrom(int owner, int part) {
        return slices.partFirst(owner, part) * BlockUpdate.BLOCK;
    }

    private int weightsTo(int owner, int part) {
        int to = Math.min(slices.partEnd(owner, part) * BlockUpdate.BLOCK, layout.parameters());
        return Math.max(weightsFrom(owner, part), to);
    }

    /** With the times, which follow the weights. */
    private int vectorTo(int owner, int part) {
        int end = slices.partEnd(owner, part);
        return end == slices.blocks() ? layout.vectorSize() : end * BlockUpdate.BLOCK;
    }

    private static FloatBuffer floats(ByteBuffer letter, int from) {
        return letter.slice(from, letter.limit() - from)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
