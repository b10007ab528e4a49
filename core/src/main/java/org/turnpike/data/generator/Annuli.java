package org.turnpike.data.generator;

import java.util.List;
import org.turnpike.data.DataError;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.Table;

/**
 * Points near two concentric circles (<i>How Deep Do We Need</i>, Eq. 42): class 0 on the inner, class 1 on the outer one,
 * half each (the outer has the extra one of an odd number), at uniformly random angles, with Gaussian noise on both
 * coordinates.
 *
 * <p>The labels are the equation's; the authors' script has them the other way round.
 *
 * @param n rows
 * @param inner radius of class 0
 * @param outer radius of class 1, above {@code inner}
 * @param noise standard deviation of each coordinate
 */
public record Annuli(int n, double inner, double outer, double noise, long seed) implements Generator {
    static final String NAME = "annuli";
    private static final GeneratorOption.Whole ROWS = Options.rows(512, 2);
    private static final GeneratorOption.Decimal INNER = new GeneratorOption.Decimal("inner", 0.5, 0, 1000);
    private static final GeneratorOption.Decimal OUTER = new GeneratorOption.Decimal("outer", 1, 0, 1000);
    private static final GeneratorOption.Decimal NOISE = Options.noise(0.01);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, INNER, OUTER, NOISE, Options.SEED);

    /** @throws DataError where an option is out of range */
    public Annuli {
        ROWS.require(NAME, n);
        INNER.require(NAME, inner);
        OUTER.require(NAME, outer);
        NOISE.require(NAME, noise);
        if (inner >= outer) {
            throw new DataError(
                    "generator " + NAME + ", options inner and outer",
                    "an inner radius below the outer one",
                    inner + " and " + outer,
                    "Swap them, or leave them out for " + INNER.standard() + " and " + OUTER.standard() + ".");
        }
    }

    static Annuli of(OptionValues values) {
        return new Annuli(
                values.rows(ROWS),
                values.decimal(INNER),
                values.decimal(OUTER),
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
        LabelledPoints points = new LabelledPoints(n, 2);
        for (int i = 0; i < n; i++) {
            int label = i < n / 2 ? 0 : 1;
            double radius = label == 0 ? inner : outer;
            double angle = 2 * Math.PI * random.nextUniform();
            points.add(
                    radius * StrictMath.cos(angle) + noise * random.nextGaussian(),
                    radius * StrictMath.sin(angle) + noise * random.nextGaussian(),
                    label);
        }
        return points.shuffled(random);
    }
}
