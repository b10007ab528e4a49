package org.turnpike.field;

import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Dimensions of the state beyond those of h_x(x), so that trajectories need not cross (Dupont et al. 2019, "Augmented neural
 * ODEs").
 */
public sealed interface Augmentation {

    /** How many dimensions are added. */
    int dimensions();

    /** Writes the projected data with the new dimensions below them; {@code x} is the data themselves. */
    Value append(ProgramBuilder builder, String name, Value projected, Value x);

    Map<String, Initialisation> initialisations(String name, int dataWidth);

    /** The new dimensions start at 0. */
    record Zeros(int dimensions) implements Augmentation {
        public Zeros {
            if (dimensions < 0) {
                throw new IllegalArgumentException(
                        "The number of augmented dimensions must be 0 or more, found " + dimensions);
            }
        }

        @Override
        public Value append(ProgramBuilder builder, String name, Value projected, Value x) {
            return dimensions == 0 ? projected : builder.concatenate(projected, builder.constant(0, dimensions));
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int dataWidth) {
            return Map.of();
        }
    }

    /** The new dimensions start at a learned function of the data (Massaroli et al. 2020, "input-layer augmentation"). */
    record Learned(int dimensions, Projection function) implements Augmentation {
        public Learned {
            if (dimensions < 1) {
                throw new IllegalArgumentException(
                        "A learned augmentation needs at least 1 dimension, found " + dimensions);
            }
        }

        @Override
        public Value append(ProgramBuilder builder, String name, Value projected, Value x) {
            return builder.concatenate(projected, function.apply(builder, name, x, dimensions));
        }

        @Override
        public Map<String, Initialisation> initialisations(String name, int dataWidth) {
            return function.initialisations(name, dataWidth, dimensions);
        }
    }
}
