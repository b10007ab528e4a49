package org.turnpike.execution.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Elementwise;
import org.turnpike.program.Opcode;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Errors of the approximations against double precision, over floats of every exponent and both signs. */
class ApproximationsTest {

    /**
     * Odd, so that all bits of the significand vary; 2³² floats in steps of it. The bounds below hold for a stride of 61,
     * 70 million floats, which takes 40 seconds.
     */
    private static final int STRIDE = 10_007;

    private static final int WIDTH = 128;

    @ParameterizedTest
    @CsvSource({"EXPONENTIAL, 0.95", "LOGARITHM, 1.1", "TANH, 5.1", "SIGMOID, 2.4", "SOFTPLUS, 2.1", "SQUARE_ROOT, 0.5"
    })
    void errorsInUnitsOfTheLastPlace(Opcode opcode, double largest) {
        Worst worst = scan(opcode, Float.POSITIVE_INFINITY, ApproximationsTest::unitsOfTheLastPlace);
        assertThat(worst.error).as("%s", worst).isLessThanOrEqualTo(largest);
    }

    @ParameterizedTest
    @CsvSource({
        "SINE, 3.2, 1e-7",
        "COSINE, 3.2, 1e-7",
        "SINE, 1e4, 1.2e-7",
        "COSINE, 1e4, 1.2e-7",
        "SINE, 6.5e6, 6e-7",
        "COSINE, 6.5e6, 6e-7"
    })
    void errorsOfTrigonometricFunctions(Opcode opcode, float range, double largest) {
        Worst worst = scan(opcode, range, (found, exact) -> Math.abs(found - exact));
        assertThat(worst.error).as("%s", worst).isLessThanOrEqualTo(largest);
    }

    private static double unitsOfTheLastPlace(float found, double exact) {
        float nearest = (float) exact;
        // Both infinite, or zeros of either sign.
        return found == nearest && !(Math.abs(exact) <= Float.MAX_VALUE)
                ? 0
                : Math.abs(found - exact) / Math.ulp(nearest);
    }

    private interface Distance {
        double of(float found, double exact);
    }

    private static final class Worst {
        private double error;
        private float argument;
        private float found;
        private double exact;

        @Override
        public String toString() {
            return "largest error " + error + " at " + argument + ": " + found + " for " + exact;
        }
    }

    private static Worst scan(Opcode opcode, float range, Distance distance) {
        VectorBackend backend = VectorBackend.create(Lanes.best());
        Workspace workspace = backend.newWorkspace(backend.newParameters(ParameterLayout.EMPTY));
        Buffer buffer = workspace.allocate(WIDTH);
        Call call = workspace.prepare(program(opcode), Map.of("x", buffer), Map.of("y", buffer));
        float[] tile = new float[WIDTH * workspace.tileRows()];
        Worst worst = new Worst();
        long bits = Integer.MIN_VALUE;
        while (bits <= Integer.MAX_VALUE) {
            int count = 0;
            for (; count < tile.length && bits <= Integer.MAX_VALUE; bits += STRIDE) {
                float x = Float.intBitsToFloat((int) bits);
                if (Math.abs(x) <= range || (Float.isNaN(x) && Float.isInfinite(range))) {
                    tile[count++] = x;
                }
            }
            workspace.load(buffer, tile);
            call.run();
            for (int i = 0; i < count; i++) {
                float found = (float) workspace.read(buffer, i / workspace.tileRows(), i % workspace.tileRows());
                update(worst, opcode, tile[i], found, distance);
            }
        }
        return worst;
    }

    private static void update(Worst worst, Opcode opcode, float x, float found, Distance distance) {
        double exact = Elementwise.apply(opcode, x);
        if (Double.isNaN(exact) && Float.isNaN(found)) {
            return;
        }
        double error = distance.of(found, exact);
        // Negated, so that NaN is worst of all.
        if (!(error <= worst.error)) {
            worst.error = Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            worst.argument = x;
            worst.found = found;
            worst.exact = exact;
        }
    }

    private static Program program(Opcode opcode) {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", WIDTH);
        Value y = switch (opcode) {
            case EXPONENTIAL -> p.exponential(x);
            case LOGARITHM -> p.logarithm(x);
            case TANH -> p.tanh(x);
            case SIGMOID -> p.sigmoid(x);
            case SOFTPLUS -> p.softplus(x);
            case SQUARE_ROOT -> p.squareRoot(x);
            case SINE -> p.sine(x);
            case COSINE -> p.cosine(x);
            default -> throw new IllegalArgumentException(opcode + " is not an approximation");
        };
        return p.output("y", y).build();
    }
}
