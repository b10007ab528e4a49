package org.turnpike.data.generator;

import java.util.List;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.Table;

/**
 * Two concentric circles as in scikit-learn's {@code make_circles}: class 0 is the unit circle, class 1 the one of radius
 * {@code factor} inside it (the labels of {@link Annuli} are the other way round), points evenly spaced on each (uniformly
 * random in {@link #draw}), with
 * Gaussian noise on both coordinates. Of an odd number of rows class 1 has the extra one.
 *
 * @param n rows
 * @param factor radius of the inner circle
 * @param noise standard deviation of each coordinate
 */
public record Circles(int n, double factor, double noise, long seed) implements Generator {
    static final String NAME = "circles";
    private static final GeneratorOption.Whole ROWS = Options.rows(512, 2);
    private static final GeneratorOption.Decimal FACTOR = new GeneratorOption.Decimal("factor", 0.5, 0, 0.99);
    private static final GeneratorOption.Decimal NOISE = Options.noise(0.1);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, FACTOR, NOISE, Options.SEED);

    /** @throws org.turnpike.data.DataError where an option is out of range */
    public Circles {
        ROWS.require(NAME, n);
        FACTOR.require(NAME, factor);
        NOISE.require(NAME, noise);
    }

    static Circles of(OptionValues values) {
        return new Circles(
                values.rows(ROWS), values.decimal(FACTOR), values.decimal(NOISE), values.whole(Options.SEED));
    }

    @Override
    public Table generate() {
        return points(new KeyedRandom(NAME, seed), (place, members) -> 2 * Math.PI * place / members);
    }

    @Override
    public Table draw(long number) {
        KeyedRandom random = new KeyedRandom(NAME + " draw", seed, number);
        return points(random, (place, members) -> 2 * Math.PI * random.nextUniform());
    }

    private Table points(KeyedRandom random, Angle angles) {
        LabelledPoints points = new LabelledPoints(n, 2);
        for (int i = 0; i < n; i++) {
            int label = i < n / 2 ? 0 : 1;
            int place = label == 0 ? i : i - n / 2;
            int members = label == 0 ? n / 2 : n - n / 2;
            double radius = label == 0 ? 1 : factor;
            double angle = angles.of(place, members);
            points.add(
                    radius * StrictMath.cos(angle) + noise * random.nextGaussian(),
                    radius * StrictMath.sin(angle) + noise * random.nextGaussian(),
                    label);
        }
        return points.shuffled(random);
    }
}
