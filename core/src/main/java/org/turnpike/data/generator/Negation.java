package org.turnpike.data.generator;

import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.turnpike.data.KeyedRandom;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;

/**
 * The function y = −u on evenly spaced points of [−1, 1], ends included: a regression that no flow on the line can learn
 * without crossing (<i>Stable Neural Flows</i>, its first experiment, on a grid instead of uniform samples).
 *
 * @param n rows
 */
public record Negation(int n, long seed) implements Generator {
    static final String NAME = "negation";
    private static final GeneratorOption.Whole ROWS = Options.rows(100, 2);
    static final List<GeneratorOption> OPTIONS = List.of(ROWS, Options.SEED);

    /** @throws org.turnpike.data.DataError where an option is out of range */
    public Negation {
        ROWS.require(NAME, n);
    }

    static Negation of(OptionValues values) {
        return new Negation(values.rows(ROWS), values.whole(Options.SEED));
    }

    @Override
    public Table generate() {
        int[] order = new KeyedRandom(NAME, seed).permutation(n);
        return table(i -> (float) (2.0 * order[i] / (n - 1) - 1));
    }

    /** At uniformly random points. */
    @Override
    public Table draw(long number) {
        KeyedRandom random = new KeyedRandom(NAME + " draw", seed, number);
        return table(i -> (float) (2 * random.nextUniform() - 1));
    }

    private Table table(IntToDoubleFunction input) {
        float[] inputs = new float[n];
        float[] outputs = new float[n];
        for (int i = 0; i < n; i++) {
            inputs[i] = (float) input.applyAsDouble(i);
            outputs[i] = 0 - inputs[i]; // and not -inputs[i], which is -0 at 0
        }
        return new Table(
                RowMatrix.takingOwnership(inputs, 1),
                List.of("u"),
                new TargetValues(RowMatrix.takingOwnership(outputs, 1), List.of("y")));
    }
}
