package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

/**
 * {@code ⟨c, J v⟩ = ⟨Jᵀ c, v⟩} for random programs, their derivatives, and the derivatives of those: the rules of the two
 * modes are written apart and must agree.
 */
class DualityTest {

    private static final int PROGRAMS = 60;
    private static final int SAMPLES = 2;

    private final ReferenceBackend backend = new ReferenceBackend(SAMPLES);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void bothModesAgreeOnRandomPrograms(int depthBelow) {
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program program = RandomProgram.of(seed, 12, 1, 2, 3);
            List<Mode> below = OpcodeDerivativeTest.stacks(depthBelow).get((int) seed % (1 << depthBelow));
            for (int level = 0; level < depthBelow; level++) {
                program = below.get(level).differentiate(program, leaves(program), level);
            }
            check(program, depthBelow, new Random(seed), "seed " + seed + ", of " + below);
        }
    }

    @Test
    void randomProgramsUseEveryOpcode() {
        TreeSet<Opcode> used = new TreeSet<>();
        for (long seed = 0; seed < PROGRAMS; seed++) {
            RandomProgram.of(seed, 12, 1, 2, 3).instructions().forEach(i -> used.add(i.opcode()));
        }
        assertThat(used).containsExactly(Opcode.values());
    }

    private void check(Program program, int level, Random random, String label) {
        List<String> leaves = leaves(program);
        Map<String, double[]> arguments = ProgramRunner.randomArguments(program, SAMPLES, random, -1, 1);
        Map<String, double[]> forward = new HashMap<>(arguments);
        Map<String, double[]> reverse = new HashMap<>(arguments);
        Map<String, double[]> directions = new HashMap<>();
        Map<String, double[]> weights = new HashMap<>();
        for (String leaf : leaves) {
            double[] direction =
                    random.doubles(arguments.get(leaf).length, -1, 1).toArray();
            directions.put(leaf, direction);
            forward.put(Mode.direction(leaf, level), direction);
        }
        ProgramRunner.run(backend, program, arguments).forEach((output, values) -> {
            double[] weight = random.doubles(values.length, -1, 1).toArray();
            weights.put(output, weight);
            reverse.put(Mode.weight(output, level), weight);
        });

        Map<String, double[]> rates =
                ProgramRunner.run(backend, Mode.FORWARD.differentiate(program, leaves, level), forward);
        Map<String, double[]> gradients =
                ProgramRunner.run(backend, Mode.REVERSE.differentiate(program, leaves, level), reverse);
        Pairing ofRates = new Pairing();
        Pairing ofGradients = new Pairing();
        weights.forEach((output, weight) -> ofRates.add(weight, rates.get(Mode.rate(output, level))));
        directions.forEach((leaf, direction) -> ofGradients.add(gradients.get(Mode.gradient(leaf, level)), direction));
        assertThat(ofRates.sum)
                .as("%s: %n%s", label, program)
                .isCloseTo(ofGradients.sum, within(1e-12 * (1 + ofRates.magnitude + ofGradients.magnitude)));
    }

    private static List<String> leaves(Program program) {
        return OpcodeDerivativeTest.leaves(program);
    }

    /** A scalar product, and the sum of the magnitudes of its terms: what rounding errors are relative to. */
    private static final class Pairing {
        private double sum;
        private double magnitude;

        private void add(double[] a, double[] b) {
            if (a != null && b != null) {
                for (int i = 0; i < a.length; i++) {
                    sum += a[i] * b[i];
                    magnitude += Math.abs(a[i] * b[i]);
                }
            }
        }
    }
}
