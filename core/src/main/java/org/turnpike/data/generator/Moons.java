package org.turnpike.data.generator;

import java.util.List;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.Table;

/**
 * Two interleaving half circles, as in scikit-learn's {@code make_moons} and the experiments of both papers.
 *
 * <p>Class 0 is (cos φ, sin φ) and class 1 is (1 − cos φ, ½ − sin φ), each for φ evenly spaced on [0, π], ends included; both
 * coordinates get Gaussian noise; in {@link #draw} φ is uniformly random. Of an odd number of rows class 1 has the extra one.
 *
 * @param n rows
 * @param noise standard deviation of each coordinate
 */
public record Moons(int n, double noise, long seed) implements Generator {
    static final String NAME = "moons";
    private static final GeneratorOption.Whole ROWS = Options.rows(512, 2);
    private static final GeneratorOption.Decimal NOISE = Options.noise(0.1);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, NOISE, Options.SEED);

    /** @throws org.turnpike.data.DataError where an option is out of range */
    public Moons {
        ROWS.require(NAME, n);
        NOISE.require(NAME, noise);
    }

    static Moons of(OptionValues values) {
        return new Moons(values.rows(ROWS), values.decimal(NOISE), values.whole(Options.SEED));
    }

    @Override
    public Table generate() {
        return points(
                new KeyedRandom(NAME, seed), (place, members) -> members == 1 ? 0 : Math.PI * place / (members - 1));
    }

    @Override
    public Table draw(long number) {
        KeyedRandom random = new KeyedRandom(NAME + " draw", seed, number);
        return points(random, (place, members) -> Math.PI * random.nextUniform());
    }

    private Table points(KeyedRandom random, Angle angles) {
        LabelledPoints points = new LabelledPoints(n, 2);
        for (int i = 0; i < n; i++) {
            int label = i < n / 2 ? 0 : 1;
            int place = label == 0 ? i : i - n / 2;
            int members = label == 0 ? n / 2 : n - n / 2;
            double angle = angles.of(place, members);
            double cosine = StrictMath.cos(angle);
            double sine = StrictMath.sin(angle);
            points.add(
                    (label == 0 ? cosine : 1 - cosine) + noise * random.nextGaussian(),
                    (label == 0 ? sine : 0.5 - sine) + noise * random.nextGaussian(),
                    label);
        }
        return points.shuffled(random);
    }
}
