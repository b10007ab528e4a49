package org.turnpike.field;

import java.util.List;
import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** A map into the state, h_x, or out of it, h_y (DEEP Eq. 1). */
public sealed interface Projection
        permits Projection.Identity,
                Projection.Affine,
                Projection.Perceptron,
                Projection.LogDensity,
                ConvolutionStem,
                ConvolutionHead {

    /**
     * Writes the projection of {@code x}.
     *
     * @param name first part of its parameters' names
     * @param outputs width of the result
     */
    Value apply(ProgramBuilder builder, String name, Value x, int outputs);

    /** How each of its parameters starts. */
    Map<String, Initialisation> initialisations(String name, int inputs, int outputs);

    /** The first coordinates, as many as are asked for. */
    record Identity() implements Projection {
        @Override
        public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
            if (outputs > x.width()) {
                throw new IllegalArgumentException("The identity as '" + name + "' projection cannot make " + outputs
                        + " numbers out of " + x.width() + ". Augment the state, or choose an affine projection.");
            }
            return builder.slice(x, 0, outputs);
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
            return Map.of();
        }
    }

    /**
     * Out of the state of a {@link FlowField}: the logarithm of the density of what the solution started from, {@code log N(z;
     * 0, σ² I) + a} (DEEP Eq. 6), where a is the state's last number and z what is above it.
     *
     * @param baseVariance σ², above 0
     */
    record LogDensity(double baseVariance) implements Projection {
        public LogDensity {
            if (!(baseVariance > 0 && Double.isFinite(baseVariance))) {
                throw new IllegalArgumentException(
                        "The variance of the base distribution must be a finite number above 0, found " + baseVariance
                                + ".");
            }
        }

        @Override
        public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
            if (outputs != 1 || x.width() < 2) {
                throw new IllegalArgumentException("A log-density is one number of a state of at least two, found "
                        + outputs + " of " + x.width());
            }
            int width = x.width() - 1;
            Value z = builder.slice(x, 0, width);
            double normaliser = -0.5 * width * Math.log(2 * Math.PI * baseVariance);
            Value base =
                    builder.add(builder.scale(-0.5 / baseVariance, builder.dot(z, z)), builder.constant(normaliser, 1));
            return builder.add(base, builder.slice(x, width, 1));
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
            return Map.of();
        }
    }

    /** {@code W x + b}. */
    record Affine() implements Projection {
        @Override
        public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
            return mlp(name, x.width(), outputs).apply(builder, x);
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
            return mlp(name, inputs, outputs).initialisations();
        }

        private static Mlp mlp(String name, int inputs, int outputs) {
            return Mlp.of(name, inputs, List.of(), outputs, Activation.IDENTITY);
        }
    }

    /** A multilayer perceptron with the given hidden widths. */
    record Perceptron(List<Integer> hidden, Activation activation) implements Projection {
        public Perceptron {
            hidden = List.copyOf(hidden);
        }

        @Override
        public Value apply(ProgramBuilder builder, String name, Value x, int outputs) {
            return mlp(name, x.width(), outputs).apply(builder, x);
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int inputs, int outputs) {
            return mlp(name, inputs, outputs).initialisations();
        }

        private Mlp mlp(String name, int inputs, int outputs) {
            return Mlp.of(name, inputs, hidden, outputs, activation);
        }
    }
}
