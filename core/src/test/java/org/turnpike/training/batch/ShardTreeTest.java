package org.turnpike.training.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.turnpike.training.batch.ShardTree.Branch;

class ShardTreeTest {
    private static final int LENGTH = 37;

    @Test
    void branchesAreTheFewestThatMakeUpARun() {
        ShardTree tree = new ShardTree(8);
        assertThat(tree.branches(new Branch(0, 8))).containsExactly(new Branch(0, 8));
        assertThat(tree.branches(new Branch(0, 4))).containsExactly(new Branch(0, 4));
        assertThat(tree.branches(new Branch(1, 6)))
                .containsExactly(new Branch(1, 2), new Branch(2, 4), new Branch(4, 6));
        assertThat(new ShardTree(5).branches(new Branch(3, 5))).containsExactly(new Branch(3, 4), new Branch(4, 5));
        assertThat(new ShardTree(1).branches(new Branch(0, 1))).containsExactly(new Branch(0, 1));
    }

    /** Workers hold runs of shards and know only the sums of their branches: the total has the same bits. */
    @Test
    void aSumIsTheSameBitsForAnyDivisionAmongWorkers() {
        Random random = new Random(11);
        for (int shards : new int[] {1, 2, 3, 5, 7, 8, 13, 16}) {
            ShardTree tree = new ShardTree(shards);
            double[][] sums = sums(shards, random);
            float[] expected = whole(tree, sums);
            double[] expectedDouble = tree.add(branch -> branch.isShard() ? sums[branch.from()] : null);
            for (int workers = 1; workers <= shards; workers++) {
                Map<Branch, float[]> branches = new HashMap<>();
                Map<Branch, double[]> doubles = new HashMap<>();
                for (int worker = 0; worker < workers; worker++) {
                    Branch run = new Branch(worker * shards / workers, (worker + 1) * shards / workers);
                    for (Branch branch : tree.branches(run)) {
                        branches.put(branch, branchSum(tree, run, branch, sums));
                        doubles.put(branch, tree.add(branch, part -> part.isShard() ? sums[part.from()] : null));
                    }
                }
                assertThat(total(tree, branches))
                        .as("%d shards, %d workers", shards, workers)
                        .isEqualTo(expected);
                assertThat(tree.add(doubles::get)).isEqualTo(expectedDouble);
            }
        }
    }

    @Test
    void theSumIsThatOfTheShards() {
        double[][] sums = sums(6, new Random(5));
        float[] found = whole(new ShardTree(6), sums);
        for (int i = 0; i < LENGTH; i++) {
            double exact = 0;
            for (double[] shard : sums) {
                exact += shard[i];
            }
            assertThat((double) found[i]).isCloseTo(exact, org.assertj.core.api.Assertions.within(1e-5));
        }
    }

    private static double[][] sums(int shards, Random random) {
        List<double[]> sums = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            sums.add(random.doubles(LENGTH, -10, 10).toArray());
        }
        return sums.toArray(double[][]::new);
    }

    private static float[] whole(ShardTree tree, double[][] sums) {
        float[] into = new float[LENGTH];
        tree.add(tree.root(), ShardTree.ofShards(0, sums), 0, LENGTH, into, 0, tree.room(LENGTH));
        return into;
    }

    private static float[] branchSum(ShardTree tree, Branch run, Branch branch, double[][] sums) {
        double[][] own = java.util.Arrays.copyOfRange(sums, run.from(), run.to());
        float[] into = new float[LENGTH];
        tree.add(branch, ShardTree.ofShards(run.from(), own), 0, LENGTH, into, 0, tree.room(LENGTH));
        return into;
    }

    private static float[] total(ShardTree tree, Map<Branch, float[]> branches) {
        ShardTree.Sums known = (branch, begin, end, into, at) -> {
            float[] sum = branches.get(branch);
            if (sum == null) {
                return ShardTree.Found.MUST_BE_ADDED;
            }
            System.arraycopy(sum, begin, into, at, end - begin);
            return ShardTree.Found.HERE;
        };
        float[] into = new float[LENGTH];
        tree.add(tree.root(), known, 0, LENGTH, into, 0, tree.room(LENGTH));
        return into;
    }
}
