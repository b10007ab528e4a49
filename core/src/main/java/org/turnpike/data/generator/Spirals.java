package org.turnpike.data.generator;

import java.util.List;
import org.turnpike.data.DataError;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.Table;

/**
 * Spiral arms from near the origin, one class each (<i>Stable Neural Flows</i>, the three spirals).
 *
 * <p>With s uniform on [0, 1), arm k of K has radius 0.1 + 0.9 s and angle 2πk/K + 1.5πs plus Gaussian noise, so that an arm
 * turns three quarters of a circle. Row i is of class i mod K before the shuffle.
 *
 * @param n rows, at least one per arm
 * @param arms classes
 * @param noise standard deviation of the angle, in radians
 */
public record Spirals(int n, int arms, double noise, long seed) implements Generator {
    static final String NAME = "spirals";
    private static final GeneratorOption.Whole ROWS = Options.rows(512, 2);
    private static final GeneratorOption.Whole ARMS = new GeneratorOption.Whole("arms", 3, 2, 100);
    private static final GeneratorOption.Decimal NOISE = Options.noise(0.1);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, ARMS, NOISE, Options.SEED);

    /** @throws DataError where an option is out of range */
    public Spirals {
        ROWS.require(NAME, n);
        ARMS.require(NAME, arms);
        NOISE.require(NAME, noise);
        if (n < arms) {
            throw new DataError(
                    "generator " + NAME + ", options n and arms",
                    "at least one row for each arm",
                    n + " rows and " + arms + " arms",
                    "Raise n or lower arms.");
        }
    }

    static Spirals of(OptionValues values) {
        return new Spirals(
                values.rows(ROWS),
                Math.toIntExact(values.whole(ARMS)),
                values.decimal(NOISE),
                values.whole(Options.SEED));
    }

    @Override
    public Table generate() {
        return points(new KeyedRandom(NAME, seed));
    }

    @Override
    public Table draw(long number) {
        return points(new KeyedRandom(NAME + " draw", seed, number));
    }

    private Table points(KeyedRandom random) {
        LabelledPoints points = new LabelledPoints(n, arms);
        for (int i = 0; i < n; i++) {
            int label = i % arms;
            double along = random.nextUniform();
            double radius = 0.1 + 0.9 * along;
            double angle = 2 * Math.PI * label / arms + 1.5 * Math.PI * along + noise * random.nextGaussian();
            points.add(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), label);
        }
        return points.shuffled(random);
    }
}
