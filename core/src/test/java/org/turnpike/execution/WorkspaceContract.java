package org.turnpike.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Shape;
import org.turnpike.program.Value;

/**
 * What {@link Workspace} promises about buffers, tapes, bindings and the gradient, for any back-end. Numbers are small
 * dyadic fractions, so that every precision gives them exactly.
 */
public abstract class WorkspaceContract {

    private static final int[] WIDTHS = {1, 2, 3, 5, 16, 17, 33};

    protected Backend backend;
    private Parameters parameters;
    private Workspace workspace;

    /** A back-end to be tested. */
    protected abstract Backend newBackend();

    @BeforeEach
    void makeWorkspace() {
        backend = newBackend();
        parameters = backend.newParameters(new ParameterLayout.Builder()
                .add("W", new Shape.Shared(2, 3))
                .add("b", new Shape.Shared(2, 1))
                .build());
        parameters.set(new double[] {1, 2, 3, 4, 5, 6, -1, -2});
        workspace = backend.newWorkspace(parameters);
    }

    @Test
    void tilesHaveTheSizeOfTheBackEnd() {
        assertThat(backend.tileRows()).isPositive();
        assertThat(workspace.tileRows()).isEqualTo(backend.tileRows());
        assertThat(backend.name()).isNotBlank();
    }

    @Test
    void buffersAreZeroAtFirst() {
        for (int width : WIDTHS) {
            Buffer buffer = workspace.allocate(width);
            assertThat(buffer.width()).isEqualTo(width);
            assertThat(contents(buffer)).containsOnly(0);
        }
    }

    @Test
    void buffersAreAtLeastOneNumberWide() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.allocate(0))
                .withMessage("A buffer needs a width of at least 1, found 0");
    }

    @Test
    void everyNumberHasAPlaceOfItsOwn() {
        Buffer[] buffers = Arrays.stream(WIDTHS).mapToObj(workspace::allocate).toArray(Buffer[]::new);
        for (int i = 0; i < buffers.length; i++) {
            for (int row = 0; row < WIDTHS[i]; row++) {
                for (int lane = 0; lane < workspace.tileRows(); lane++) {
                    workspace.write(buffers[i], row, lane, number(i, row, lane));
                }
            }
        }
        for (int i = 0; i < buffers.length; i++) {
            for (int row = 0; row < WIDTHS[i]; row++) {
                for (int lane = 0; lane < workspace.tileRows(); lane++) {
                    assertThat(workspace.read(buffers[i], row, lane)).isEqualTo(number(i, row, lane));
                }
            }
        }
    }

    @Test
    void loadsFillsAndCopies() {
        for (int width : WIDTHS) {
            double[] tile = new double[width * workspace.tileRows()];
            Arrays.setAll(tile, i -> i / 4.0 - 3);
            float[] floats = new float[tile.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = i / 4f + 1;
            }
            Buffer buffer = workspace.allocate(width);
            Buffer other = workspace.allocate(width);
            workspace.load(buffer, tile);
            assertThat(contents(buffer)).isEqualTo(tile);
            workspace.load(buffer, floats);
            workspace.copy(buffer, other);
            workspace.fill(buffer, 0.5);
            assertThat(contents(buffer)).containsOnly(0.5);
            assertThat(contents(other)[tile.length - 1]).isEqualTo(floats[tile.length - 1]);
            assertThat(contents(other)[0]).isEqualTo(1);
        }
    }

    @Test
    void tilesAndCopiesHaveTheRightSize() {
        Buffer three = workspace.allocate(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.load(three, new float[1]))
                .withMessageContainingAll("3 × " + workspace.tileRows(), "found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.load(three, new double[1]))
                .withMessageContainingAll("3 × " + workspace.tileRows(), "found 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.copy(three, workspace.allocate(2)))
                .withMessage("Cannot copy a buffer of width 3 to one of width 2");
    }

    @Test
    void buffersBelongToTheirWorkspace() {
        Workspace other = backend.newWorkspace(parameters);
        Buffer foreign = other.allocate(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.prepare(doubled(), Map.of("x", foreign), Map.of()))
                .withMessageContaining("another");
    }

    @Test
    void tapesGiveBackWhatTheySaved() {
        Buffer a = workspace.allocate(3);
        Buffer b = workspace.allocate(1);
        Tape tape = workspace.newTape(a, b);
        for (int index = 0; index < 100; index++) {
            workspace.fill(a, index);
            workspace.fill(b, -index);
            tape.save(index);
        }
        workspace.fill(a, 1000);
        tape.save(50);
        for (int index = 99; index >= 0; index -= 7) {
            tape.restore(index);
            assertThat(contents(a)).containsOnly(index == 50 ? 1000 : index);
            assertThat(contents(b)).containsOnly(index == 50 ? -99 : -index);
        }
        tape.restore(50);
        assertThat(contents(a)).containsOnly(1000);
    }

    @Test
    void tapesOfOneWorkspaceAreApart() {
        Buffer a = workspace.allocate(2);
        Tape first = workspace.newTape(a);
        Tape second = workspace.newTape(a);
        workspace.fill(a, 1);
        first.save(3);
        workspace.fill(a, 2);
        second.save(3);
        first.restore(3);
        assertThat(contents(a)).containsOnly(1);
        assertThatThrownBy(() -> first.restore(77)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void inputsAreReadBeforeOutputsAreWritten() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", 3);
        Value z = p.input("z", 3);
        Program program = p.output("sum", p.add(x, z))
                .output("difference", p.subtract(x, z))
                .output("x again", x)
                .build();
        Buffer a = workspace.allocate(3);
        Buffer b = workspace.allocate(3);
        Buffer c = workspace.allocate(3);
        workspace.fill(a, 5);
        workspace.fill(b, 2);
        workspace
                .prepare(program, Map.of("x", a, "z", b), Map.of("sum", b, "difference", a, "x again", c))
                .run();
        assertThat(contents(b)).containsOnly(7);
        assertThat(contents(a)).containsOnly(3);
        assertThat(contents(c)).containsOnly(5);
    }

    @Test
    void buffersMaySwap() {
        ProgramBuilder p = new ProgramBuilder();
        Program swap =
                p.output("a", p.input("b", 5)).output("b", p.input("a", 5)).build();
        Buffer a = workspace.allocate(5);
        Buffer b = workspace.allocate(5);
        workspace.fill(a, 1);
        workspace.fill(b, 2);
        Map<String, Buffer> both = Map.of("a", a, "b", b);
        workspace.prepare(swap, both, both).run();
        assertThat(contents(a)).containsOnly(2);
        assertThat(contents(b)).containsOnly(1);
    }

    @Test
    void partsOfABufferMayMoveWithinIt() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", 3);
        Program turn =
                p.output("y", p.concatenate(p.slice(x, 1, 2), p.slice(x, 0, 1))).build();
        Buffer a = workspace.allocate(3);
        for (int row = 0; row < 3; row++) {
            workspace.write(a, row, 0, row);
        }
        workspace.prepare(turn, Map.of("x", a), Map.of("y", a)).run();
        assertThat(workspace.read(a, 0, 0)).isEqualTo(1);
        assertThat(workspace.read(a, 1, 0)).isEqualTo(2);
        assertThat(workspace.read(a, 2, 0)).isEqualTo(0);
    }

    @Test
    void anOutputMayBeAMatrixTimesTheBufferItOverwrites() {
        ProgramBuilder p = new ProgramBuilder();
        Value w = p.parameter("W", 2, 3);
        Program program = p.output("y", p.linearTransposed(w, p.linear(w, p.input("x", 3))))
                .build();
        Buffer a = workspace.allocate(3);
        workspace.fill(a, 1);
        workspace.prepare(program, Map.of("x", a), Map.of("y", a)).run();
        assertThat(workspace.read(a, 0, 0)).isEqualTo(66);
        assertThat(workspace.read(a, 2, workspace.tileRows() - 1)).isEqualTo(108);
    }

    @Test
    void outputsMayBeConstantsParametersAndTheSameValueTwice() {
        ProgramBuilder p = new ProgramBuilder();
        Value twice = p.scale(2, p.input("x", 3));
        Program program = p.output("constant", p.constant(0.25, 2))
                .output("b", p.spread(p.parameter("b", 2)))
                .output("first", twice)
                .output("second", twice)
                .build();
        Map<String, Buffer> outputs = Map.of(
                "constant", workspace.allocate(2),
                "b", workspace.allocate(2),
                "first", workspace.allocate(3),
                "second", workspace.allocate(3));
        Buffer x = workspace.allocate(3);
        workspace.fill(x, 4);
        workspace.prepare(program, Map.of("x", x), outputs).run();
        assertThat(contents(outputs.get("constant"))).containsOnly(0.25);
        assertThat(workspace.read(outputs.get("b"), 1, 0)).isEqualTo(-2);
        assertThat(contents(outputs.get("first"))).containsOnly(8);
        assertThat(contents(outputs.get("second"))).containsOnly(8);
    }

    @Test
    void oneBufferMayBeSeveralInputs() {
        ProgramBuilder p = new ProgramBuilder();
        Program product =
                p.output("y", p.multiply(p.input("a", 3), p.input("b", 3))).build();
        Buffer x = workspace.allocate(3);
        workspace.fill(x, 3);
        workspace.prepare(product, Map.of("a", x, "b", x), Map.of("y", x)).run();
        assertThat(contents(x)).containsOnly(9);
    }

    @Test
    void aCallReadsItsBuffersAndTheParametersEachTimeItRuns() {
        ProgramBuilder p = new ProgramBuilder();
        Program affine = p.output("y", p.affine(p.parameter("W", 2, 3), p.parameter("b", 2), p.input("x", 3)))
                .build();
        Buffer x = workspace.allocate(3);
        Buffer y = workspace.allocate(2);
        Call call = workspace.prepare(affine, Map.of("x", x), Map.of("y", y));
        workspace.fill(x, 1);
        call.run();
        assertThat(workspace.read(y, 0, 0)).isEqualTo(5);
        workspace.fill(x, 2);
        call.run();
        assertThat(workspace.read(y, 0, 0)).isEqualTo(11);
        parameters.set(new float[] {1, 0, 0, 0, 0, 0, 0.5f, 0});
        call.run();
        assertThat(workspace.read(y, 0, 0)).isEqualTo(2.5);
        assertThat(workspace.read(y, 1, 0)).isZero();
    }

    @Test
    void parametersHaveTheSizeOfTheLayout() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.set(new double[7]))
                .withMessage("Expected 8 parameters, found 7");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parameters.set(new float[9]))
                .withMessage("Expected 8 parameters, found 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.addGradient(new double[9]))
                .withMessageContainingAll("Expected room for 8", "found 9");
    }

    @Test
    void missingInputsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> workspace.prepare(doubled(), Map.of(), Map.of()))
                .withMessage("No buffer for the inputs [x] of the program; given were []");
    }

    @Test
    void gradientsAddUpUntilTheyAreCleared() {
        Buffer x = workspace.allocate(3);
        Buffer seed = workspace.allocate(2);
        Call call = workspace.prepare(affineGradient(), Map.of("x", x, "cotangent(y)", seed), Map.of());
        workspace.fill(x, 2);
        workspace.fill(seed, 0.5);
        double samples = workspace.tileRows();
        assertThat(gradient()).containsOnly(0);
        call.run();
        assertThat(gradient()).startsWith(samples, samples, samples).endsWith(samples / 2, samples / 2);
        call.run();
        assertThat(gradient()).startsWith(2 * samples, 2 * samples).endsWith(samples, samples);
        double[] sum = new double[8];
        Arrays.fill(sum, 1000);
        workspace.addGradient(sum);
        assertThat(sum).endsWith(1000 + samples, 1000 + samples);
        workspace.clearGradient();
        assertThat(gradient()).containsOnly(0);
        call.run();
        assertThat(gradient()).endsWith(samples / 2, samples / 2);
    }

    @Test
    void eachSampleCountsOnceInTheGradient() {
        Buffer x = workspace.allocate(3);
        Buffer seed = workspace.allocate(2);
        Call call = workspace.prepare(affineGradient(), Map.of("x", x, "cotangent(y)", seed), Map.of());
        workspace.fill(seed, 1);
        for (int lane = 0; lane < workspace.tileRows(); lane++) {
            workspace.fill(x, 0);
            workspace.write(x, 1, lane, lane + 1);
            workspace.clearGradient();
            call.run();
            assertThat(gradient()).startsWith(0, lane + 1, 0, 0, lane + 1, 0);
        }
    }

    @Test
    void callsOfOneWorkspaceShareItsGradientAndWorkspacesDoNot() {
        Buffer x = workspace.allocate(3);
        Buffer seed = workspace.allocate(2);
        Map<String, Buffer> inputs = Map.of("x", x, "cotangent(y)", seed);
        Call first = workspace.prepare(affineGradient(), inputs, Map.of());
        Call second = workspace.prepare(affineGradient(), inputs, Map.of());
        workspace.fill(seed, 1);
        first.run();
        second.run();
        assertThat(gradient()).endsWith(2.0 * workspace.tileRows(), 2.0 * workspace.tileRows());
        double[] other = new double[8];
        backend.newWorkspace(parameters).addGradient(other);
        assertThat(other).containsOnly(0);
    }

    @Test
    void parametersOfAnotherBackEndAreRefused() {
        Parameters foreign = new Parameters() {
            @Override
            public ParameterLayout layout() {
                return ParameterLayout.EMPTY;
            }

            @Override
            public void set(double[] values) {}

            @Override
            public void set(float[] values) {}
        };
        assertThatIllegalArgumentException().isThrownBy(() -> backend.newWorkspace(foreign));
    }

    private static Program doubled() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("y", p.scale(2, p.input("x", 3))).build();
    }

    private static Program affineGradient() {
        ProgramBuilder p = new ProgramBuilder();
        Program affine = p.output("y", p.affine(p.parameter("W", 2, 3), p.parameter("b", 2), p.input("x", 3)))
                .build();
        return Differentiation.vjp(affine, Set.of("y"), Set.of("W", "b"));
    }

    private double[] gradient() {
        double[] sum = new double[8];
        workspace.addGradient(sum);
        return sum;
    }

    private double[] contents(Buffer buffer) {
        double[] numbers = new double[buffer.width() * workspace.tileRows()];
        Arrays.setAll(numbers, i -> workspace.read(buffer, i / workspace.tileRows(), i % workspace.tileRows()));
        return numbers;
    }

    private static double number(int buffer, int row, int lane) {
        return buffer * 10_000 + row * 100 + lane + 0.5;
    }
}
