package org.turnpike.training.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The order in which the sums of logical shards are added: pairwise, in a binary tree over the shards' numbers. A branch begins
 * at a multiple of its power of two; the last ones are shorter where the count is no power of two.
 *
 * <p>The tree follows from the count alone, so a sum is the same bits whoever holds which shards. A worker that holds a run of
 * shards adds its whole branches itself and sends one sum for each, not one for each shard. Gradients are rounded to single
 * precision at the shard, and added in it: what travels is half as long, and an update rounds to it anyway.
 */
public final class ShardTree {

    private final int shards;

    public ShardTree(int shards) {
        if (shards < 1) {
            throw new IllegalArgumentException("expected at least one logical shard, found " + shards);
        }
        this.shards = shards;
    }

    /** Shards {@code from} to {@code to − 1}, which are added to each other before any other is. */
    public record Branch(int from, int to) {
        public boolean isShard() {
            return to - from == 1;
        }

        boolean isPair() {
            return to - from == 2;
        }
    }

    /** The sums of some branches, and of all within them or above them that the tree can make of these. */
    public interface Sums {

        /**
         * Writes numbers {@code begin} to {@code end − 1} of the branch's sum to {@code into}, from index {@code at}; or does
         * nothing where that sum is not at hand.
         */
        Found read(Branch branch, int begin, int end, float[] into, int at);
    }

    /** Whether a branch's sum is at hand. */
    public enum Found {
        HERE,
        MUST_BE_ADDED
    }

    /** The sums of a worker's own shards. */
    public static Sums ofShards(int first, double[][] shardSums) {
        return (branch, begin, end, into, at) -> {
            double[] sum = shardSums[branch.from() - first];
            if (branch.isShard()) {
                for (int i = begin; i < end; i++) {
                    into[at + i - begin] = (float) sum[i];
                }
                return Found.HERE;
            }
            if (branch.isPair()) {
                double[] other = shardSums[branch.from() + 1 - first];
                for (int i = begin; i < end; i++) {
                    into[at + i - begin] = (float) sum[i] + (float) other[i];
                }
                return Found.HERE;
            }
            return Found.MUST_BE_ADDED;
        };
    }

    public Branch root() {
        return new Branch(0, shards);
    }

    /** The fewest branches that make up a run of shards, in order. */
    public List<Branch> branches(Branch run) {
        List<Branch> branches = new ArrayList<>();
        collect(root(), run, branches);
        return branches;
    }

    /** Room for {@link #add} on one thread, for at most {@code length} numbers at a time. */
    public float[][] room(int length) {
        return new float[depth()][length];
    }

    public int depth() {
        return Integer.SIZE - Integer.numberOfLeadingZeros(shards);
    }

    /** Writes numbers {@code begin} to {@code end − 1} of a branch's sum to {@code into}, from index {@code at}. */
    public void add(Branch branch, Sums sums, int begin, int end, float[] into, int at, float[][] room) {
        add(branch, sums, begin, end, into, at, room, 0);
    }

    /** The sum over all shards of arrays of one length, in double precision; {@code sums} gives null where it must be added. */
    public double[] add(Function<Branch, double[]> sums) {
        return add(root(), sums);
    }

    /** The sum over the shards of a branch. */
    public double[] add(Branch branch, Function<Branch, double[]> sums) {
        double[] known = sums.apply(branch);
        if (known != null) {
            return known;
        }
        double[] left = add(left(branch), sums);
        double[] right = add(right(branch), sums);
        double[] sum = new double[left.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = left[i] + right[i];
        }
        return sum;
    }

    private void add(Branch branch, Sums sums, int begin, int end, float[] into, int at, float[][] room, int depth) {
        if (sums.read(branch, begin, end, into, at) == Found.HERE) {
            return;
        }
        add(left(branch), sums, begin, end, into, at, room, depth + 1);
        float[] other = room[depth];
        add(right(branch), sums, begin, end, other, 0, room, depth + 1);
        for (int i = 0; i < end - begin; i++) {
            into[at + i] += other[i];
        }
    }

    private void collect(Branch branch, Branch run, List<Branch> into) {
        if (branch.to() <= run.from() || run.to() <= branch.from()) {
            return;
        }
        if (run.from() <= branch.from() && branch.to() <= run.to()) {
            into.add(branch);
            return;
        }
        collect(left(branch), run, into);
        collect(right(branch), run, into);
    }

    private static Branch left(Branch branch) {
        return new Branch(branch.from(), middle(branch));
    }

    private static Branch right(Branch branch) {
        return new Branch(middle(branch), branch.to());
    }

    /** The largest power of two below the number of shards, from the first. */
    private static int middle(Branch branch) {
        return branch.from() + Integer.highestOneBit(branch.to() - branch.from() - 1);
    }
}
