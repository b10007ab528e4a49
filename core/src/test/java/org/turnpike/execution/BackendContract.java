package org.turnpike.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Opcode;
import org.turnpike.program.OpcodeCases;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.RandomProgram;
import org.turnpike.program.Value;
import org.turnpike.program.Window;

/** What any back-end must do: compute what the reference computes, and treat every sample alike and by itself. */
public abstract class BackendContract extends WorkspaceContract {

    private static final int[] WIDTHS = {1, 2, 3, 5, 16, 17, 33};

    /** Largest error, relative to the largest number of the result that is compared, or to 1 where that is smaller. */
    protected abstract double tolerance();

    /** The nearest number that the back-end can hold. */
    protected abstract double rounded(double value);

    /** Whether the back-end says that it gives NaN for this argument, for which the reference gives a number. */
    protected boolean isOutOfRange(Opcode opcode, double argument) {
        return false;
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void everyOpcodeAndItsDerivativesAgreeWithTheReference(Opcode opcode) {
        Program program = OpcodeCases.all().get(opcode);
        compare(program, opcode.ordinal(), opcode.toString());
        compare(gradient(program), opcode.ordinal(), "gradient of " + opcode);
        compare(tangent(gradient(program)), opcode.ordinal(), "tangent of the gradient of " + opcode);
    }

    @Test
    void matrixProductsOfOddWidthsAgreeWithTheReference() {
        for (int rows : WIDTHS) {
            for (int columns : WIDTHS) {
                ProgramBuilder p = new ProgramBuilder();
                Value w = p.parameter("W", rows, columns);
                Value x = p.input("x", columns);
                Value y = p.input("y", rows);
                Program products = p.output("Wx + b", p.affine(w, p.parameter("b", rows), x))
                        .output("Wᵀy", p.linearTransposed(w, y))
                        .output("Σ yxᵀ", p.outerSum(y, x))
                        .output("Σ y", p.batchSum(y))
                        .output("max Wx", p.rowMaximum(p.linear(w, x)))
                        .output("Σ Wx", p.rowSum(p.linear(w, x)))
                        .output("both", p.concatenate(p.tanh(p.linear(w, x)), x, y))
                        .build();
                compare(products, rows * 100L + columns, rows + " × " + columns);
            }
        }
    }

    @Test
    void convolutionsOfOddSizesAgreeWithTheReference() {
        compareConvolutions(new Window(3, 5, 4, 3, 3, 1, 1), 5);
        compareConvolutions(new Window(1, 7, 6, 3, 3, 1, 0), 13);
        compareConvolutions(new Window(13, 5, 5, 4, 4, 2, 1), 3);
        compareConvolutions(new Window(2, 6, 5, 1, 1, 1, 0), 17);
        compareConvolutions(new Window(5, 3, 8, 2, 3, 3, 1), 1);
        compareConvolutions(new Window(4, 4, 4, 4, 4, 1, 0), 4);
        // channels enough for squares of two, three and four results; some beyond the edges
        compareConvolutions(new Window(32, 4, 12, 3, 3, 1, 0), 30);
        compareConvolutions(new Window(33, 6, 6, 3, 3, 1, 1), 30);
        compareConvolutions(new Window(32, 9, 7, 3, 3, 1, 1), 34);
        compareConvolutions(new Window(31, 7, 8, 3, 3, 1, 2), 34);
        // a padding so wide that some places of the kernel see nothing of the image
        compareConvolutions(new Window(1, 1, 2, 3, 4, 1, 2), 2);
    }

    private void compareConvolutions(Window window, int kernels) {
        ProgramBuilder p = new ProgramBuilder();
        Value w = p.parameter("W", kernels, window.fanIn());
        Value x = p.input("x", window.imageSize());
        Value y = p.input("y", kernels * window.positions());
        Value means = p.input("m", window.channels() * window.positions());
        Value bias = p.broadcast(p.spread(p.parameter("b", kernels)), y.width());
        Program program = p.output("Wx", p.convolution(window, w, x))
                .output("Wx + b", p.add(p.convolution(window, w, p.tanh(x)), bias))
                .output("Wᵀy", p.convolutionTransposed(window, w, y))
                .output("Σ yx", p.convolutionSum(window, y, x))
                .output("mean", p.averagePool(window, x))
                .output("meanᵀ", p.averagePoolTransposed(window, means))
                .build();
        compare(program, kernels, window.toString());
        compare(gradient(program), kernels, "gradient, " + window);
    }

    @Test
    void runsOfManyLengthsAgreeWithTheReference() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", 48);
        Value ofFour = p.broadcast(p.rowSum(x, 12), 48);
        Value ofSix = p.broadcast(p.tanh(p.rowSum(x, 8)), 48);
        Value ofAll = p.broadcast(p.input("s", 1), 48);
        Value channels = p.broadcast(p.spread(p.parameter("c", 3)), 48);
        Value each = p.spread(p.parameter("b", 48));
        Value all = p.add(p.multiply(p.add(x, ofFour), p.add(ofSix, each)), p.multiply(ofAll, channels));
        Program program = p.output("all", all)
                .output("stored", p.rowSum(p.broadcast(p.rowSum(all, 6), 24), 3))
                .output("two", p.add(p.broadcast(p.slice(x, 5, 2), 48), ofFour))
                .build();
        compare(program, 3, "runs");
        compare(gradient(program), 4, "gradient of runs");
    }

    @ParameterizedTest
    @EnumSource(Opcode.class)
    void elementwiseOperationsAgreeAtSpecialNumbers(Opcode opcode) {
        if (opcode.kind() == Opcode.Kind.ELEMENTWISE) {
            assertThat(SpecialNumbers.differences(backend, opcode, tolerance(), this::rounded, this::isOutOfRange))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,2,3", "5,1", "16,3", "17,2", "33,1,5"})
    void randomProgramsAndTheirDerivativesAgreeWithTheReference(String widths) {
        int[] choice =
                Arrays.stream(widths.split(",")).mapToInt(Integer::parseInt).toArray();
        for (long seed = 0; seed < 12; seed++) {
            Program program = RandomProgram.of(seed, 15, choice);
            String label = "seed " + seed + ", widths " + widths;
            compare(program, seed, label);
            compare(simplified(program), seed, "simplified, " + label);
            compare(gradient(program), seed, "gradient, " + label);
            compare(tangent(gradient(program)), seed, "tangent of the gradient, " + label);
        }
    }

    @Test
    void longProgramsAgreeWithTheReference() {
        compare(simplified(RandomProgram.of(1, 400, 3, 5, 16)), 1, "400 steps");
    }

    @Test
    void aSampleDoesNotDependOnItsNeighbours() {
        for (long seed = 0; seed < 10; seed++) {
            Program program = perSample(gradient(RandomProgram.of(seed, 15, 1, 3, 5)));
            ProgramRunner runner = new ProgramRunner(backend, program);
            Map<String, double[]> arguments = arguments(program, seed);
            int lane = (int) (seed * 7 % backend.tileRows());
            Map<String, double[]> alone = new LinkedHashMap<>(arguments);
            for (String input : program.inputs()) {
                double[] values = arguments.get(input).clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] = i % backend.tileRows() == lane ? values[i] : SpecialNumbers.number(i);
                }
                alone.put(input, values);
            }
            assertLanesEqual(runner.run(alone), lane, runner.run(arguments), lane, "seed " + seed);
        }
    }

    @Test
    void aSampleDoesNotDependOnItsPlaceInTheTile() {
        int rows = backend.tileRows();
        for (long seed = 0; seed < 10; seed++) {
            Program program = perSample(gradient(RandomProgram.of(seed, 15, 1, 3, 5)));
            ProgramRunner runner = new ProgramRunner(backend, program);
            Map<String, double[]> arguments = arguments(program, seed);
            Map<String, double[]> turned = new LinkedHashMap<>(arguments);
            for (String input : program.inputs()) {
                double[] values = arguments.get(input);
                double[] moved = new double[values.length];
                Arrays.setAll(moved, i -> values[i / rows * rows + (i + 1) % rows]);
                turned.put(input, moved);
            }
            Map<String, double[]> expected = runner.run(arguments);
            Map<String, double[]> found = runner.run(turned);
            for (int lane = 0; lane < rows; lane++) {
                assertLanesEqual(found, lane, expected, (lane + 1) % rows, "seed " + seed);
            }
        }
    }

    @Test
    void notANumberComesThroughWhereItIsUsedAndNowhereElse() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", 3);
        Value w = p.parameter("W", 2, 3);
        Program program = p.output("linear", p.linear(w, x))
                .output("maximum", p.maximum(x, p.constant(0, 3)))
                .output("largest", p.rowMaximum(x))
                .output("sum", p.rowSum(x))
                .output("other side", p.select(p.greater(x, p.constant(-9, 3)), x, p.constant(1, 3)))
                .output("greater", p.greater(x, p.constant(0, 3)))
                .build();
        Map<String, double[]> arguments = arguments(program, 1);
        int rows = backend.tileRows();
        int lane = rows / 2;
        arguments.get("x")[rows + lane] = Double.NaN;
        Map<String, double[]> found = ProgramRunner.run(backend, program, arguments);
        found.forEach((output, values) -> {
            for (int i = 0; i < values.length; i++) {
                boolean whole = output.equals("linear") || output.equals("largest") || output.equals("sum");
                boolean hit = i % rows == lane && (whole || (output.equals("maximum") && i / rows == 1));
                assertThat(Double.isNaN(values[i])).as("%s[%d]", output, i).isEqualTo(hit);
            }
        });
        assertThat(found.get("other side")[rows + lane]).isEqualTo(1);
        assertThat(found.get("greater")[rows + lane]).isZero();
    }

    @Test
    void theSameCallGivesTheSameBits() {
        for (long seed = 0; seed < 5; seed++) {
            Program program = gradient(RandomProgram.of(seed, 15, 1, 3, 16));
            ProgramRunner runner = new ProgramRunner(backend, program);
            Map<String, double[]> arguments = arguments(program, seed);
            Map<String, double[]> first = runner.run(arguments);
            for (int i = 0; i < 50; i++) {
                assertSame(runner.run(arguments), first, "seed " + seed);
            }
            assertSame(ProgramRunner.run(newBackend(), program, arguments), first, "a new back-end, seed " + seed);
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() throws ExecutionException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (long thread = 0; thread < 6; thread++) {
                long seed = thread / 2;
                Program program = gradient(RandomProgram.of(seed, 15, 1, 3, 5));
                Map<String, double[]> arguments = arguments(program, seed);
                Map<String, double[]> expected = ProgramRunner.run(backend, program, arguments);
                runs.add(threads.submit(() -> {
                    ProgramRunner runner = new ProgramRunner(backend, program);
                    for (int i = 0; i < 50; i++) {
                        assertSame(runner.run(arguments), expected, "seed " + seed);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Compares all outputs with what the reference computes. */
    private void compare(Program program, long seed, String label) {
        Map<String, double[]> arguments = arguments(program, seed);
        Map<String, double[]> found = ProgramRunner.run(backend, program, arguments);
        Map<String, double[]> expected =
                ProgramRunner.run(new ReferenceBackend(backend.tileRows()), program, arguments);
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach((output, values) -> {
            double[] results = found.get(output);
            double magnitude =
                    Math.max(1, Arrays.stream(values).map(Math::abs).max().orElse(0));
            for (int i = 0; i < values.length; i++) {
                double error = Math.abs(results[i] - values[i]);
                // Negated, so that NaN fails.
                if (!(error <= tolerance() * magnitude)) {
                    fail(label + ": " + output + "[" + i + "] is " + results[i] + ", expected " + values[i] + " within "
                            + tolerance() + " of " + magnitude + "; the program is\n" + program);
                }
            }
        });
    }

    private Map<String, double[]> arguments(Program program, long seed) {
        return ProgramRunner.randomArguments(program, backend.tileRows(), new Random(seed), -1, 1);
    }

    private static Program gradient(Program program) {
        List<String> leaves = new ArrayList<>(program.inputs());
        leaves.addAll(program.parameters());
        return Differentiation.vjp(program, program.outputs().keySet(), leaves);
    }

    private static Program tangent(Program gradient) {
        return Differentiation.jvp(gradient, gradient.inputs());
    }

    private static Program simplified(Program program) {
        return program.select(program.outputs().keySet().toArray(String[]::new));
    }

    /** Without its sums over the batch. */
    private static Program perSample(Program program) {
        return program.select(program.outputs().entrySet().stream()
                .filter(output -> !program.instruction(output.getValue()).isShared())
                .map(Map.Entry::getKey)
                .toArray(String[]::new));
    }

    private void assertLanesEqual(
            Map<String, double[]> found,
            int foundLane,
            Map<String, double[]> expected,
            int expectedLane,
            String label) {
        int rows = backend.tileRows();
        expected.forEach((output, values) -> {
            double[] results = found.get(output);
            for (int row = 0; row < values.length / rows; row++) {
                assertSameBits(
                        results[row * rows + foundLane],
                        values[row * rows + expectedLane],
                        label + ": " + output + "[" + row + "] of sample " + expectedLane);
            }
        });
    }

    private static void assertSame(Map<String, double[]> found, Map<String, double[]> expected, String label) {
        expected.forEach((output, values) -> {
            for (int i = 0; i < values.length; i++) {
                assertSameBits(found.get(output)[i], values[i], label + ": " + output + "[" + i + "]");
            }
        });
    }

    private static void assertSameBits(double found, double expected, String label) {
        if (Double.doubleToLongBits(found) != Double.doubleToLongBits(expected)) {
            fail(label + " is " + found + ", expected the same bits as " + expected);
        }
    }
}
