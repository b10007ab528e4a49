package org.turnpike.execution.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.data.image.ImageShape;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.Workspace;
import org.turnpike.field.ConvolutionalField;
import org.turnpike.field.FieldInput;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;

/** A tile that does not fit the device's memory is computed in pieces; here the memory is a number. */
class SplitTileTest {

    private static final int ROWS = 24;

    private final Program gradient = gradient();
    private final Map<String, double[]> arguments = ProgramRunner.randomArguments(gradient, ROWS, new Random(5), -1, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 23, 24})
    void piecesGiveWhatTheWholeGives(int rowsThatFit) {
        long bytes = (long) rowsThatFit * Float.BYTES * Liveness.numbersPerSample(gradient);
        Backend limited = Nd4jBackend.limited(ROWS, bytes);
        int piece = PieceRows.of(gradient, ROWS, false, bytes);
        assertThat(piece).isLessThanOrEqualTo(rowsThatFit);
        assertThat(ROWS % piece).isZero();
        Map<String, double[]> whole = ProgramRunner.run(Nd4jBackend.create(ROWS), gradient, arguments);
        ProgramRunner.run(limited, gradient, arguments).forEach((name, found) -> {
            double[] expected = whole.get(name);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i])
                        .as("%s[%d] in pieces of %d", name, i, piece)
                        .isCloseTo(expected[i], within(2e-5 * Math.max(1, Math.abs(expected[i]))));
            }
        });
    }

    @Test
    void theEstimateIsAnUpperBound() {
        Scratch scratch = ((Nd4jWorkspace) prepared(Nd4jBackend.create(ROWS))).scratch();
        long shared = 4L * 2 * 2 * 9 * 20;
        assertThat(scratch.size()).isLessThanOrEqualTo(ROWS * Liveness.numbersPerSample(gradient) + shared);
    }

    @Test
    void aSampleThatDoesNotFitIsRefusedWithTheNumbers() {
        long each = Float.BYTES * Liveness.numbersPerSample(gradient);
        assertThatThrownBy(() -> ProgramRunner.run(Nd4jBackend.limited(ROWS, each - 1), gradient, arguments))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessage("expected memory for one sample at least, " + each + " bytes, found " + (each - 1)
                        + " free on the device. Give the worker a device of its own, or use a smaller network.");
    }

    private Workspace prepared(Backend backend) {
        ParameterLayout layout = new ParameterLayout.Builder().add(gradient).build();
        Workspace workspace = backend.newWorkspace(backend.newParameters(layout));
        Map<String, Buffer> inputs = new HashMap<>();
        gradient.inputs().forEach(name -> inputs.put(name, workspace.allocate(gradient.inputWidth(name))));
        workspace.prepare(
                gradient.select("dz", Differentiation.cotangent("z")),
                inputs,
                Map.of(Differentiation.cotangent("z"), workspace.allocate(gradient.inputWidth("z"))));
        return workspace;
    }

    private static Program gradient() {
        ImageShape state = new ImageShape(2, 4, 3);
        Program field = new ConvolutionalField(state, 1, Set.of(FieldInput.TIME))
                .field(state.size(), 0)
                .program();
        return Differentiation.vjp(
                field, Set.of("dz"), Set.of("z", "field.convolution0.weight", "field.convolution1.bias"));
    }
}
