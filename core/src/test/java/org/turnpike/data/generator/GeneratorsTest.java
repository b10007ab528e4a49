package org.turnpike.data.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.TableFingerprint;
import org.turnpike.data.TargetValues;

class GeneratorsTest {
    /** These must never change: results of job files could not be repeated. */
    @ParameterizedTest
    @CsvSource({
        "moons?seed=7, 2c701478d3032658",
        "annuli?seed=7, 8f623b1eab258f60",
        "circles?seed=7, 0e5fa05ad0c3804d",
        "spirals?seed=7, 87bbfe750dcdd2bf",
        "negation?seed=7, b3b1e4102fdcdde8"
    })
    void generateTheSameBitsForEver(String spec, String fingerprint) {
        assertThat(TableFingerprint.of(GeneratorSpec.parse(spec).generate())).startsWith(fingerprint);
        RowMatrix features = GeneratorSpec.parse(spec).generate().features();
        RowMatrix others =
                GeneratorSpec.parse(spec.replace("seed=7", "seed=8")).generate().features();
        assertThat(features).isNotEqualTo(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"annuli", "circles", "moons", "negation", "spirals"})
    void drawsAreOtherRowsOfTheSameKind(String name) {
        Generator generator = GeneratorSpec.parse(name + "?seed=7");
        Table first = generator.draw(0);
        assertThat(first.features()).isEqualTo(generator.draw(0).features());
        assertThat(first.features())
                .isNotEqualTo(generator.draw(1).features())
                .isNotEqualTo(generator.generate().features())
                .isNotEqualTo(GeneratorSpec.parse(name + "?seed=8").draw(0).features());
        assertThat(first.rows()).isEqualTo(generator.generate().rows());
        assertThat(first.featureNames()).isEqualTo(generator.generate().featureNames());
        Table many = GeneratorSpec.parse(name + "?n=20000").draw(3);
        Table evenly = GeneratorSpec.parse(name + "?n=20000").generate();
        for (int column = 0; column < many.features().width(); column++) {
            assertThat(mean(many, column)).isCloseTo(mean(evenly, column), within(0.03));
        }
    }

    private static double mean(Table table, int column) {
        double sum = 0;
        for (int row = 0; row < table.rows(); row++) {
            sum += table.features().value(row, column);
        }
        return sum / table.rows();
    }

    @Test
    void drawnMoonsWithoutNoiseLieOnTheirHalfCirclesToo() {
        onHalfCircles(new Moons(101, 0, 1).draw(4));
    }

    @Test
    void moonsWithoutNoiseLieOnTheirHalfCircles() {
        Table table = new Moons(101, 0, 1).generate();
        onHalfCircles(table);
        assertThat(counts(table)).containsExactly(50, 51);
        assertThat(extremes(table, row -> table.features().value(row, 0))).containsExactly(-1, 2);
    }

    private static void onHalfCircles(Table table) {
        for (int row = 0; row < table.rows(); row++) {
            double x = table.features().value(row, 0);
            double y = table.features().value(row, 1);
            if (label(table, row) == 0) {
                assertThat(Math.hypot(x, y)).isCloseTo(1, within(1e-6));
                assertThat(y).isGreaterThan(-1e-6);
            } else {
                assertThat(Math.hypot(x - 1, y - 0.5)).isCloseTo(1, within(1e-6));
                assertThat(y).isLessThan(0.5 + 1e-6);
            }
        }
    }

    @Test
    void moonsNoiseHasItsDeviation() {
        Table clean = new Moons(20_000, 0, 1).generate();
        Table noisy = new Moons(20_000, 0.3, 1).generate();
        double squares = 0;
        for (int row = 0; row < clean.rows(); row++) {
            assertThat(label(noisy, row)).isEqualTo(label(clean, row));
            for (int column = 0; column < 2; column++) {
                double noise =
                        noisy.features().value(row, column) - clean.features().value(row, column);
                squares += noise * noise;
            }
        }
        assertThat(Math.sqrt(squares / 40_000)).isCloseTo(0.3, within(0.005));
    }

    @Test
    void annuliHaveTheirRadiiAndTheLabelsOfTheEquation() {
        Table table = new Annuli(20_001, 0.5, 1, 0.01, 3).generate();

        assertThat(counts(table)).containsExactly(10_000, 10_001);
        assertThat(averageRadius(table, 0)).isCloseTo(0.5, within(0.001));
        assertThat(averageRadius(table, 1)).isCloseTo(1, within(0.001));
        for (int row = 0; row < table.rows(); row++) {
            assertThat(radius(table, row)).isCloseTo(label(table, row) == 0 ? 0.5 : 1, within(0.06));
        }
        // Uniform angles: each coordinate averages to 0, with a standard error of 0.0056.
        assertThat(average(table, row -> table.features().value(row, 0))).isCloseTo(0, within(0.017));
        assertThat(average(table, row -> table.features().value(row, 1))).isCloseTo(0, within(0.017));
    }

    @Test
    void circlesHaveTheUnitCircleAsClassZero() {
        Table table = new Circles(100, 0.3, 0, 3).generate();
        for (int row = 0; row < table.rows(); row++) {
            assertThat(radius(table, row)).isCloseTo(label(table, row) == 0 ? 1 : 0.3, within(1e-6));
        }
        assertThat(counts(table)).containsExactly(50, 50);
        // Evenly spaced without the end: no point stands twice.
        assertThat(IntStream.range(0, 100)
                        .mapToObj(row -> table.features().value(row, 0) + " "
                                + table.features().value(row, 1)))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5"})
    void spiralsAreArmsEvenlyTurned(int arms) {
        Table table = new Spirals(1000, arms, 0, 3).generate();
        for (int row = 0; row < table.rows(); row++) {
            double radius = radius(table, row);
            assertThat(radius).isBetween(0.1 - 1e-6, 1.0 + 1e-6);
            double expected = 2 * Math.PI * label(table, row) / arms + 1.5 * Math.PI * (radius - 0.1) / 0.9;
            double found =
                    Math.atan2(table.features().value(row, 1), table.features().value(row, 0));
            assertThat(Math.cos(found - expected)).isCloseTo(1, within(1e-9));
        }
        int[] counts = counts(table);
        assertThat(counts).hasSize(arms);
        assertThat(Arrays.stream(counts).max().getAsInt()
                        - Arrays.stream(counts).min().getAsInt())
                .isLessThanOrEqualTo(1);
    }

    @Test
    void randomImagesAreNoiseOfEveryClass() {
        Table table = new RandomImages(500, 3, 4, 5, 9).generate();
        assertThat(table.features().width()).isEqualTo(48);
        assertThat(Arrays.stream(counts(table))).hasSize(5).allMatch(count -> count > 50);
        double sum = 0;
        double squares = 0;
        for (int row = 0; row < table.rows(); row++) {
            for (int pixel = 0; pixel < 48; pixel++) {
                sum += table.features().value(row, pixel);
                squares += table.features().value(row, pixel) * table.features().value(row, pixel);
            }
        }
        assertThat(sum / (500 * 48)).isCloseTo(0, within(0.03));
        assertThat(squares / (500 * 48)).isCloseTo(1, within(0.05));
    }

    @Test
    void negationIsAShuffledGrid() {
        Table table = new Negation(101, 5).generate();
        TargetValues targets = (TargetValues) table.targets();
        double[] inputs = IntStream.range(0, 101)
                .mapToDouble(row -> table.features().value(row, 0))
                .toArray();

        for (int row = 0; row < 101; row++) {
            assertThat(targets.values().value(row, 0)).isEqualTo((float) (0 - inputs[row]));
        }
        assertThat(inputs).isNotEqualTo(Arrays.stream(inputs).sorted().toArray());
        Arrays.sort(inputs);
        for (int i = 0; i < 101; i++) {
            assertThat(inputs[i]).isCloseTo(-1 + 0.02 * i, within(1e-7));
        }
        assertThat(table.featureNames()).containsExactly("u");
        assertThat(targets.names()).containsExactly("y");
    }

    @Test
    void classesAreMixedInTheRowOrder() {
        for (String spec : new String[] {"moons", "annuli", "circles", "spirals"}) {
            Table table = GeneratorSpec.parse(spec).generate();
            long changes = IntStream.range(1, table.rows())
                    .filter(row -> label(table, row) != label(table, row - 1))
                    .count();
            assertThat(changes).as(spec).isBetween(200L, 400L);
        }
    }

    @Test
    void theSmallestTablesWork() {
        assertThat(new Moons(2, 0, 0).generate().rows()).isEqualTo(2);
        assertThat(new Moons(3, 0, 0).generate().rows()).isEqualTo(3);
        assertThat(new Circles(2, 0, 0, 0).generate().rows()).isEqualTo(2);
        assertThat(new Negation(2, 0).generate().rows()).isEqualTo(2);
    }

    private static int label(Table table, int row) {
        return ((ClassLabels) table.targets()).label(row);
    }

    private static int[] counts(Table table) {
        int[] counts = new int[table.targets().width()];
        IntStream.range(0, table.rows()).forEach(row -> counts[label(table, row)]++);
        return counts;
    }

    private static double radius(Table table, int row) {
        return Math.hypot(table.features().value(row, 0), table.features().value(row, 1));
    }

    private static double averageRadius(Table table, int label) {
        return IntStream.range(0, table.rows())
                .filter(row -> label(table, row) == label)
                .mapToDouble(row -> radius(table, row))
                .average()
                .orElseThrow();
    }

    private static double average(Table table, IntToDoubleFunction value) {
        return IntStream.range(0, table.rows()).mapToDouble(value).average().orElseThrow();
    }

    private static double[] extremes(Table table, IntToDoubleFunction value) {
        return new double[] {
            IntStream.range(0, table.rows()).mapToDouble(value).min().orElseThrow(),
            IntStream.range(0, table.rows()).mapToDouble(value).max().orElseThrow()
        };
    }
}
