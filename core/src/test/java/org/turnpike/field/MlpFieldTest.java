package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

class MlpFieldTest {

    private static final int ROWS = 5;
    private static final long SEED = 11;

    @Test
    void isTheNetworkOfItsState() {
        Field field = new MlpField(List.of(4, 3), Activation.TANH, Set.of(), Optional.empty()).field(2, 7);
        Map<String, double[]> arguments = arguments(field);
        check(field, arguments, new int[] {2, 4, 3, 2}, new String[] {"z"});
        assertThat(field.program().inputs()).containsExactly("z");
    }

    @Test
    void seesTimeAndDataBelowTheState() {
        MlpField design =
                new MlpField(List.of(4), Activation.TANH, Set.of(FieldInput.DATA, FieldInput.TIME), Optional.empty());
        Field field = design.field(2, 3);
        Map<String, double[]> arguments = arguments(field);
        check(field, arguments, new int[] {6, 4, 2}, new String[] {"z", "t", "u"});
    }

    @Test
    void isAffineWithoutHiddenLayers() {
        Field field = new MlpField(List.of(), Activation.TANH, Set.of(), Optional.empty()).field(2, 1);
        check(field, arguments(field), new int[] {2, 2}, new String[] {"z"});
    }

    @Test
    void keepsItsDirectionAndTheSpeedLimit() {
        Field free = new MlpField(List.of(4), Activation.TANH, Set.of(), Optional.empty()).field(2, 1);
        Map<String, double[]> arguments = arguments(free);
        double[] fast = run(free, arguments);
        double limit = IntStream.range(0, ROWS)
                .mapToDouble(lane -> Math.hypot(fast[lane], fast[ROWS + lane]))
                .average()
                .orElseThrow();
        Field limited =
                new MlpField(List.of(4), Activation.TANH, Set.of(), Optional.of(new SpeedLimit(limit))).field(2, 1);
        double[] slow = run(limited, arguments);
        boolean someClipped = false;
        boolean someFree = false;
        for (int lane = 0; lane < ROWS; lane++) {
            double norm = Math.hypot(fast[lane], fast[ROWS + lane]);
            double factor = Math.min(1, limit / norm);
            someClipped |= factor < 1;
            someFree |= factor == 1;
            assertThat(slow[lane]).isCloseTo(factor * fast[lane], within(1e-14));
            assertThat(slow[ROWS + lane]).isCloseTo(factor * fast[ROWS + lane], within(1e-14));
        }
        assertThat(someClipped && someFree).as("both cases were met").isTrue();
    }

    @Test
    void namesWidthsAndLimitsThatCannotBe() {
        assertThatThrownBy(() -> new MlpField(List.of(4, 0), Activation.TANH, Set.of(), Optional.empty()).field(2, 1))
                .hasMessage("'field' expected an input width, hidden widths and an output width of at least 1 each,"
                        + " found [2, 4, 0, 2]");
        assertThatThrownBy(() -> new SpeedLimit(-1))
                .hasMessage(
                        "The bound on the field's speed must be a finite number above 0, found -1.0. Leave it out for a"
                                + " field without a bound.");
    }

    /** The same network in plain loops. */
    private static void check(Field field, Map<String, double[]> arguments, int[] widths, String[] inputs) {
        double[] dz = run(field, arguments);
        for (int lane = 0; lane < ROWS; lane++) {
            double[] x = new double[widths[0]];
            int filled = 0;
            for (String input : inputs) {
                double[] values = arguments.get(input);
                for (int row = 0; row < values.length / ROWS; row++) {
                    x[filled++] = values[row * ROWS + lane];
                }
            }
            assertThat(filled).isEqualTo(widths[0]);
            for (int layer = 0; layer < widths.length - 1; layer++) {
                double[] weight = arguments.get("field.layer" + layer + ".weight");
                double[] bias = arguments.get("field.layer" + layer + ".bias");
                double[] y = new double[widths[layer + 1]];
                for (int i = 0; i < y.length; i++) {
                    y[i] = bias[i];
                    for (int j = 0; j < x.length; j++) {
                        y[i] += weight[i * x.length + j] * x[j];
                    }
                    y[i] = layer < widths.length - 2 ? Math.tanh(y[i]) : y[i];
                }
                x = y;
            }
            for (int i = 0; i < x.length; i++) {
                assertThat(dz[i * ROWS + lane]).as("seed %s", SEED).isCloseTo(x[i], within(1e-13));
            }
        }
    }

    private static Map<String, double[]> arguments(Field field) {
        return ProgramRunner.randomArguments(field.program(), ROWS, new Random(SEED), -1, 1);
    }

    private static double[] run(Field field, Map<String, double[]> arguments) {
        return ProgramRunner.run(new ReferenceBackend(ROWS), field.program(), arguments)
                .get("dz");
    }
}
