package org.turnpike.execution.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Program;
import org.turnpike.program.RandomProgram;

/** The contract of back-ends for every number of lanes, and what all of them have in common. */
class VectorBackendTest {

    private static final int PROGRAMS = 10;

    @Nested
    class SixteenLanes extends VectorContract {
        SixteenLanes() {
            super(Lanes.SIXTEEN);
        }
    }

    @Nested
    class EightLanes extends VectorContract {
        EightLanes() {
            super(Lanes.EIGHT);
        }
    }

    @Nested
    class FourLanes extends VectorContract {
        FourLanes() {
            super(Lanes.FOUR);
        }
    }

    @Nested
    class OneLane extends VectorContract {
        OneLane() {
            super(Lanes.ONE);
        }
    }

    @Test
    void everyNumberOfLanesGivesTheSameBits() {
        String expected = resultBits(Lanes.ONE);
        for (Lanes lanes : Lanes.values()) {
            if (lanes.count() <= Lanes.best().count()) {
                assertThat(resultBits(lanes)).as("%s", lanes).isEqualTo(expected);
            }
        }
    }

    @Test
    void oneLaneNeedsNoIncubatorModule() throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        java.toString(), "-Xshare:auto", "-cp", classPath, WithoutIncubatorModule.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(output).as("output of the other Java virtual machine").contains(resultBits(Lanes.ONE));
        assertThat(output).contains("Vector back-end: one lane, because this Java virtual machine was started without");
    }

    /** Started by the test in a Java virtual machine of its own. */
    static final class WithoutIncubatorModule {
        public static void main(String[] arguments) {
            System.out.println(resultBits(VectorBackend.create().lanes()));
        }
    }

    /** A digest of the bits of many random gradients. */
    private static String resultBits(Lanes lanes) {
        VectorBackend backend = VectorBackend.create(lanes);
        StringBuilder bits = new StringBuilder("bits");
        for (long seed = 0; seed < PROGRAMS; seed++) {
            Program program = RandomProgram.of(seed, 15, 1, 3, 5, 17);
            Program gradient = Differentiation.vjp(program, program.outputs().keySet(), Set.copyOf(program.inputs()));
            Map<String, double[]> arguments =
                    ProgramRunner.randomArguments(gradient, backend.tileRows(), new Random(seed), -1, 1);
            int hash = 0;
            for (double[] result :
                    ProgramRunner.run(backend, gradient, arguments).values()) {
                hash = 31 * hash + Arrays.hashCode(result);
            }
            bits.append(' ').append(Integer.toHexString(hash));
        }
        return bits.toString();
    }
}
