package org.turnpike.field;

import java.util.Arrays;
import org.turnpike.data.KeyedRandom;

/**
 * How the numbers of one parameter start. A function of (seed, name, position) only: adding a layer elsewhere changes
 * nothing here, and the bits are the same on every machine.
 */
public sealed interface Initialisation {

    /** Writes {@code size} first values of the parameter {@code name} from {@code weights[offset]}. */
    void fill(float[] weights, int offset, int size, String name, long seed);

    /** The same with random numbers {@code gain} times as large; numbers that are not random stay. */
    default Initialisation times(double gain) {
        return this;
    }

    /** Uniform on {@code [−bound, bound)}. */
    record Uniform(double bound) implements Initialisation {
        public Uniform {
            if (!(bound > 0 && Double.isFinite(bound))) {
                throw new IllegalArgumentException("expected a finite bound above 0, found " + bound);
            }
        }

        /**
         * {@code U(±1/√fanIn)}, for a layer's weights and its bias alike: what PyTorch's {@code Linear} starts from.
         *
         * @param fanIn numbers that one output of the layer sums up
         */
        public static Uniform fanIn(int fanIn) {
            return new Uniform(1 / Math.sqrt(fanIn));
        }

        @Override
        public Initialisation times(double gain) {
            return new Uniform(bound * gain);
        }

        @Override
        public void fill(float[] weights, int offset, int size, String name, long seed) {
            KeyedRandom random = new KeyedRandom("initial " + name, seed);
            for (int i = 0; i < size; i++) {
                weights[offset + i] = (float) (bound * (2 * random.nextUniform() - 1));
            }
        }
    }

    /** The same number everywhere. */
    record Constant(double value) implements Initialisation {
        @Override
        public void fill(float[] weights, int offset, int size, String name, long seed) {
            Arrays.fill(weights, offset, offset + size, (float) value);
        }
    }
}
