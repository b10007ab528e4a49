package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Instruction;

class FlowFieldTest {

    private static final int WIDTH = 3;
    private static final long SEED = 20261122;

    static Stream<FieldDesign> motions() {
        Energy energy = new Energy(List.of(4), Activation.TANH, EnergyFloor.SOFTPLUS, Set.of());
        return Stream.of(
                new MlpField(List.of(5, 4), Activation.TANH, Set.of(FieldInput.TIME), Optional.empty()),
                new MlpField(List.of(4), Activation.SINE, Set.of(), Optional.of(new SpeedLimit(0.5))),
                new ConcatField(List.of(5, 4), Activation.SOFTPLUS),
                new HyperNetworkField(6, List.of(4, 3), Activation.TANH),
                new StableField(List.of(4), Activation.TANH, EnergyFloor.SQUARE, Set.of()),
                new PortHamiltonianField(energy, new StructureMatrix.StateDependent(List.of(3), Activation.TANH), 0.1));
    }

    @ParameterizedTest
    @MethodSource("motions")
    void theTraceIsTheSumOfTheJacobiansDiagonal(FieldDesign motion) {
        Field moved = motion.field(WIDTH, WIDTH);
        Field flow = new FlowField(motion, Optional.empty()).field(WIDTH + 1, WIDTH);
        Map<String, double[]> arguments = arguments(flow);
        double[] state = arguments.get("z");
        double[] found = run(flow, arguments);
        double[] velocity = run(moved, with(arguments, "z", Arrays.copyOf(state, WIDTH)));
        assertThat(Arrays.copyOf(found, WIDTH)).containsExactly(velocity);
        double h = 1e-5;
        double sum = 0;
        for (int i = 0; i < WIDTH; i++) {
            double[] up = Arrays.copyOf(state, WIDTH);
            double[] down = Arrays.copyOf(state, WIDTH);
            up[i] += h;
            down[i] -= h;
            sum += (run(moved, with(arguments, "z", up))[i] - run(moved, with(arguments, "z", down))[i]) / (2 * h);
        }
        assertThat(found[WIDTH]).as("%s, seed %s", motion, SEED).isCloseTo(sum, within(1e-8));
    }

    @ParameterizedTest
    @MethodSource("motions")
    void theEstimateIsRightInTheMean(FieldDesign motion) {
        for (RandomDirection direction : RandomDirection.values()) {
            Field exact = new FlowField(motion, Optional.empty()).field(WIDTH + 1, WIDTH);
            Field estimated = new FlowField(motion, Optional.of(direction)).field(WIDTH + 1, WIDTH);
            Map<String, double[]> arguments = arguments(exact);
            double trace = run(exact, arguments)[WIDTH];
            int draws = 10_000;
            ProgramRunner runner = new ProgramRunner(new ReferenceBackend(1), estimated.program());
            double[] epsilon = new double[WIDTH];
            double sum = 0;
            double squares = 0;
            for (int draw = 0; draw < draws; draw++) {
                direction.draw(SEED, draw, 0, epsilon);
                double estimate =
                        runner.run(with(arguments, direction.input(), epsilon)).get("dz")[WIDTH];
                sum += estimate - trace;
                squares += (estimate - trace) * (estimate - trace);
            }
            double standardError = Math.sqrt(squares) / draws;
            assertThat(Math.abs(sum / draws))
                    .as("%s along %s: mean error, of standard error %s", motion, direction, standardError)
                    .isLessThan(3 * standardError);
            assertThat(standardError).as("the estimate is one").isGreaterThan(1e-5);
        }
    }

    /** The concat layer is an affine layer that sees the time below its input. */
    @Test
    void concatSeesTheTimeInEveryLayer() {
        Field field = new ConcatField(List.of(2), Activation.TANH).field(1, 1);
        Map<String, double[]> arguments = arguments(field);
        double z = arguments.get("z")[0];
        double t = arguments.get("t")[0];
        double out = arguments.get("field.layer1.bias")[0] + arguments.get("field.layer1.time")[0] * t;
        for (int i = 0; i < 2; i++) {
            double sum = arguments.get("field.layer0.weight")[i] * z
                    + arguments.get("field.layer0.bias")[i]
                    + arguments.get("field.layer0.time")[i] * t;
            out += arguments.get("field.layer1.weight")[i] * Math.tanh(sum);
        }
        assertThat(run(field, arguments)[0]).isCloseTo(out, within(1e-14));
    }

    /** Its formula in plain loops, with a hyper-network without a hidden layer. */
    @Test
    void aHyperNetworkMakesTheWeightsOfTheTime() {
        int width = 4;
        int states = 2;
        Field field = new HyperNetworkField(width, List.of(), Activation.TANH).field(states, states);
        Map<String, double[]> arguments = arguments(field);
        double t = arguments.get("t")[0];
        double[] made = new double[width * (3 * states + 1)];
        Arrays.setAll(
                made,
                i -> arguments.get("field.hyper.layer0.weight")[i] * t
                        + arguments.get("field.hyper.layer0.bias")[i]);
        double[] expected = new double[states];
        for (int unit = 0; unit < width; unit++) {
            double sum = made[3 * states * width + unit];
            for (int j = 0; j < states; j++) {
                sum += arguments.get("z")[j] * made[j * width + unit];
            }
            for (int j = 0; j < states; j++) {
                double gate = 1 / (1 + Math.exp(-made[(2 * states + j) * width + unit]));
                expected[j] += gate * made[(states + j) * width + unit] * Math.tanh(sum) / width;
            }
        }
        double[] found = run(field, arguments);
        for (int j = 0; j < states; j++) {
            assertThat(found[j]).isCloseTo(expected[j], within(1e-14));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void worksForAnyWidth(int width) {
        FlowField design = new FlowField(new ConcatField(List.of(3), Activation.TANH), Optional.empty());
        assertThat(design.field(width + 1, width).stateWidth()).isEqualTo(width + 1);
        assertThat(design.initialisations(width + 1, width).keySet())
                .containsAll(design.field(width + 1, width).program().parameters());
    }

    @Test
    void refusesAFieldThatSeesTheData() {
        FieldDesign seeing = new MlpField(List.of(3), Activation.TANH, Set.of(FieldInput.DATA), Optional.empty());
        assertThatThrownBy(() -> new FlowField(seeing, Optional.empty()).field(3, 2))
                .hasMessage("The field of a normalising flow must not see the data u: then what it does is no change of"
                        + " variables. Leave the data out of the field.");
    }

    private static Map<String, double[]> arguments(Field field) {
        return ProgramRunner.randomArguments(field.program(), 1, new Random(SEED), -1, 1);
    }

    private static Map<String, double[]> with(Map<String, double[]> arguments, String name, double[] value) {
        Map<String, double[]> changed = new LinkedHashMap<>(arguments);
        changed.put(name, value.clone());
        return changed;
    }

    private static double[] run(Field field, Map<String, double[]> arguments) {
        assertThat(field.program().instructions().stream().filter(Instruction::isNamedLeaf))
                .isNotEmpty();
        return ProgramRunner.run(new ReferenceBackend(1), field.program(), arguments)
                .get("dz");
    }
}
