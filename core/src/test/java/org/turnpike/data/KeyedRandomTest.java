package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyedRandomTest {
    /**
     * These bits must never change: every seed of every job file depends on them. An implementation in Python gave the same.
     */
    @Test
    void drawsTheSameBitsForEver() {
        KeyedRandom random = new KeyedRandom("test", 1, 2, 3);

        assertThat(new long[] {random.nextLong(), random.nextLong()}).containsExactly(LONGS);
        assertThat(new KeyedRandom("test", 7).nextGaussian()).isEqualTo(GAUSSIAN);
        assertThat(new KeyedRandom("test", 7).permutation(8)).containsExactly(PERMUTATION);
    }

    @Test
    void everyPartOfTheKeyCounts() {
        Set<Long> first = new HashSet<>();
        first.add(new KeyedRandom("a").nextLong());
        first.add(new KeyedRandom("b").nextLong());
        first.add(new KeyedRandom("ab").nextLong());
        first.add(new KeyedRandom("a", 'b').nextLong());
        first.add(new KeyedRandom("a", 0).nextLong());
        first.add(new KeyedRandom("a", 0, 0).nextLong());
        first.add(new KeyedRandom("a", 1, 2).nextLong());
        first.add(new KeyedRandom("a", 2, 1).nextLong());
        assertThat(first).hasSize(8);
    }

    @Test
    void neighbouringKeysDrawUnrelatedNumbers() {
        double covariance = 0;
        int pairs = 20_000;
        for (int key = 0; key < pairs; key++) {
            covariance += (new KeyedRandom("test", key).nextUniform() - 0.5)
                    * (new KeyedRandom("test", key + 1).nextUniform() - 0.5);
        }
        // The product has variance 1/144, so three standard errors of its mean are 0.0018.
        assertThat(covariance / pairs).isCloseTo(0, within(0.0018));
    }

    @Test
    void gaussiansHaveTheMomentsOfTheStandardNormal() {
        KeyedRandom random = new KeyedRandom("test", 11);
        double[] draws = IntStream.range(0, 200_000)
                .mapToDouble(i -> random.nextGaussian())
                .toArray();

        assertThat(moment(draws, 1)).isCloseTo(0, within(0.007));
        assertThat(moment(draws, 2)).isCloseTo(1, within(0.0095));
        assertThat(moment(draws, 3)).isCloseTo(0, within(0.026));
        assertThat(moment(draws, 4)).isCloseTo(3, within(0.066));
    }

    @Test
    void boundedNumbersAreEvenlySpread() {
        KeyedRandom random = new KeyedRandom("test", 5);
        int[] counts = new int[7];
        IntStream.range(0, 70_000).forEach(i -> counts[random.nextInt(7)]++);
        // Binomial: standard deviation 93.
        assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(400)));
        assertThat(random.nextInt(1)).isZero();
        assertThatThrownBy(() -> random.nextInt(0)).hasMessage("expected a bound of at least 1, found 0");
    }

    @Test
    void everyOrderOfThreeIsEquallyLikely() {
        int[] counts = new int[27];
        for (int seed = 0; seed < 60_000; seed++) {
            int[] order = new KeyedRandom("test", seed).permutation(3);
            counts[9 * order[0] + 3 * order[1] + order[2]]++;
        }
        assertThat(IntStream.of(counts).filter(count -> count > 0))
                .hasSize(6)
                .allSatisfy(count -> assertThat(count).isCloseTo(10_000, within(400)));
    }

    private static double moment(double[] draws, int power) {
        return Arrays.stream(draws).map(draw -> Math.pow(draw, power)).average().orElseThrow();
    }

    private static final long[] LONGS = {62560812312264809L, 7681320219522865841L};
    private static final double GAUSSIAN = -0.9287839181422552;
    private static final int[] PERMUTATION = {0, 1, 6, 5, 7, 3, 4, 2};
}
