package org.turnpike.execution.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.program.Differentiation;
import org.turnpike.program.OpcodeCases;
import org.turnpike.program.Program;
import org.turnpike.program.RandomProgram;

/**
 * The contract of back-ends for the most lanes of this machine and for one; the numbers between give the same bits, so they
 * need no more.
 */
class VectorBackendTest {

    private static final int PROGRAMS = 12;

    @Nested
    class WidestLanes extends VectorContract {
        WidestLanes() {
            super(Lanes.best());
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

    /** A digest of the bits of a gradient around every opcode and of many random ones. */
    private static String resultBits(Lanes lanes) {
        List<Program> programs = new ArrayList<>(OpcodeCases.all().values());
        for (long seed = 0; seed < PROGRAMS; seed++) {
            programs.add(RandomProgram.of(seed, 15, 1, 3, 5, 17));
        }
        VectorBackend backend = VectorBackend.create(lanes);
        Random random = new Random(PROGRAMS);
        StringBuilder bits = new StringBuilder("bits");
        for (Program program : programs) {
            Program gradient = Differentiation.vjp(program, program.outputs().keySet(), program.inputs());
            Map<String, double[]> arguments =
                    ProgramRunner.randomArguments(gradient, backend.tileRows(), random, -1, 1);
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
