package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

/** A program that the builder has simplified computes what it computed as it was written. */
class SimplificationPropertyTest {

    @Test
    void simplifiedRandomProgramsComputeTheSame() {
        ReferenceBackend backend = new ReferenceBackend(2);
        int shorter = 0;
        for (long seed = 0; seed < 300; seed++) {
            Program program = RandomProgram.of(seed, 30, 1, 2, 3);
            Program simplified = program.select(program.outputs().keySet().toArray(String[]::new));
            shorter += simplified.instructions().size() < count(program.live()) ? 1 : 0;
            Map<String, double[]> arguments =
                    ProgramRunner.randomArguments(program, backend.tileRows(), new Random(seed), -1, 1);
            Map<String, double[]> found = ProgramRunner.run(backend, simplified, arguments);
            Map<String, double[]> expected = ProgramRunner.run(backend, program, arguments);
            assertThat(found.keySet()).isEqualTo(expected.keySet());
            for (Map.Entry<String, double[]> output : expected.entrySet()) {
                assertThat(found.get(output.getKey()))
                        .as("seed %d, output %s of%n%ssimplified%n%s", seed, output.getKey(), program, simplified)
                        .containsExactly(output.getValue(), within(1e-12));
            }
        }
        assertThat(shorter).as("programs that became shorter").isGreaterThan(150);
    }

    private static int count(boolean[] live) {
        int count = 0;
        for (boolean value : live) {
            count += value ? 1 : 0;
        }
        return count;
    }
}
