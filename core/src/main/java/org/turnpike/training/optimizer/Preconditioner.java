package org.turnpike.training.optimizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.turnpike.program.ParameterLayout;
import org.turnpike.sensitivity.KroneckerFactors;
import org.turnpike.sensitivity.KroneckerFactors.Layer;

/** Preconditions the gradient of a whole model, layer by layer. */
public final class Preconditioner {

    private static final int STATES_OF_A_LAYER = 3;

    private final SecondOrder settings;
    private final List<Layer> layers;
    private final ParameterLayout layout;
    private LayerPreconditioner[] parts;

    /** @param layout with the layers' factors, as {@link KroneckerFactors#layout} makes it */
    public Preconditioner(SecondOrder settings, List<Layer> layers, ParameterLayout layout) {
        this.settings = settings;
        this.layers = layers;
        this.layout = layout;
        reset();
    }

    /** Whether the factors are to be gathered in this iteration. */
    public boolean isDue(long iteration) {
        return iteration % settings.refreshEvery() == 0 || !Arrays.stream(parts).allMatch(LayerPreconditioner::isReady);
    }

    /**
     * Takes over new factors.
     *
     * @param sums over the batch, in the order of the layout
     * @param weight of the batch
     */
    public void refresh(double[] sums, double weight) {
        for (int i = 0; i < parts.length; i++) {
            parts[i].refresh(
                    mean(sums, layers.get(i).inputFactor(), weight),
                    mean(sums, layers.get(i).outputFactor(), weight));
        }
    }

    /**
     * Preconditions {@code gradient} in place.
     *
     * @param rows of the batch
     */
    public void apply(double[] gradient, double rows) {
        for (int i = 0; i < parts.length; i++) {
            Layer layer = layers.get(i);
            double[][] matrix = new double[layer.outputs()][layer.inputs()];
            copy(layer, gradient, matrix, Direction.FROM_VECTOR);
            copy(layer, gradient, parts[i].apply(matrix, settings, rows), Direction.TO_VECTOR);
        }
    }

    public List<OptimizerState> states() {
        List<OptimizerState> states = new ArrayList<>();
        for (LayerPreconditioner part : parts) {
            states.addAll(Arrays.asList(part.states()));
        }
        return states;
    }

    public void restore(List<OptimizerState> states) {
        for (int i = 0; i < parts.length; i++) {
            int first = STATES_OF_A_LAYER * i;
            parts[i].restore(states.get(first), states.get(first + 1), states.get(first + 2));
        }
    }

    public void reset() {
        parts = layers.stream()
                .map(layer -> new LayerPreconditioner(layer.outputs(), layer.inputs()))
                .toArray(LayerPreconditioner[]::new);
    }

    private double[] mean(double[] sums, String factor, double weight) {
        ParameterLayout.Entry entry = layout.entry(factor);
        double divisor = weight > 0 ? weight : 1;
        return Arrays.stream(
                        sums, entry.offset(), entry.offset() + entry.shape().size())
                .map(sum -> sum / divisor)
                .toArray();
    }

    private enum Direction {
        FROM_VECTOR,
        TO_VECTOR
    }

    /** Between the flat vector, where a layer's weights and bias lie apart, and one matrix with the bias as last column. */
    private void copy(Layer layer, double[] vector, double[][] matrix, Direction direction) {
        int columns = layer.shape().columns();
        int weights = layout.entry(layer.weight()).offset();
        for (int i = 0; i < layer.outputs(); i++) {
            for (int j = 0; j < layer.inputs(); j++) {
                int place = j < columns
                        ? weights + i * columns + j
                        : layout.entry(layer.bias().orElseThrow()).offset() + i;
                if (direction == Direction.FROM_VECTOR) {
                    matrix[i][j] = vector[place];
                } else {
                    vector[place] = matrix[i][j];
                }
            }
        }
    }
}
