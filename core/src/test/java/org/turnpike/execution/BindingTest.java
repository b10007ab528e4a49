package org.turnpike.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.turnpike.program.Differentiation;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Shape;

class BindingTest {

    private record Room(int width) implements Buffer {}

    private final Buffer x = new Room(3);
    private final Buffer seed = new Room(2);
    private final Buffer y = new Room(2);
    private final Program affine = affine();
    private final Program gradient = Differentiation.vjp(affine, Set.of("y"), Set.of("W", "b", "x"));
    private final ParameterLayout layout =
            new ParameterLayout.Builder().add(affine).build();

    private static Program affine() {
        ProgramBuilder p = new ProgramBuilder();
        return p.output("y", p.affine(p.parameter("W", 2, 3), p.parameter("b", 2), p.input("x", 3)))
                .build();
    }

    @Test
    void keepsWantedAndSharedOutputsOnly() {
        Binding binding = Binding.of(gradient, layout, Map.of("x", x, "cotangent(y)", seed), Map.of("y", y));
        assertThat(binding.program().outputs()).containsOnlyKeys("y", "cotangent(W)", "cotangent(b)");
        assertThat(binding.outputs()).containsExactly(new Binding.Output(gradient.output("y"), y));
        assertThat(binding.gradients())
                .containsExactlyInAnyOrder(
                        new Binding.Gradient(gradient.output("cotangent(W)"), 0),
                        new Binding.Gradient(gradient.output("cotangent(b)"), 6));
    }

    @Test
    void ignoresFurtherInputs() {
        Binding binding = Binding.of(affine, layout, Map.of("x", x, "other", seed), Map.of());
        assertThat(binding.inputs()).containsOnlyKeys("x");
        assertThat(binding.outputs()).isEmpty();
    }

    @Test
    void namesTheInputsThatAreMissing() {
        rejects(
                gradient,
                Map.of("other", x),
                Map.of(),
                "No buffer for the inputs [cotangent(y), x] of the program; given were [other]");
    }

    @Test
    void namesTheParametersThatAreMissing() {
        ParameterLayout other =
                new ParameterLayout.Builder().add("b", new Shape.Shared(2, 1)).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binding.of(affine, other, Map.of("x", x), Map.of()))
                .withMessage("The program reads parameters [W] that are not in the layout; it has [b]");
    }

    @Test
    void parametersHaveTheShapeOfTheLayout() {
        ParameterLayout other =
                new ParameterLayout.Builder().add("W", new Shape.Shared(3, 2)).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binding.of(affine, other, Map.of("x", x), Map.of()))
                .withMessage("The program reads parameter 'W' as shared(2, 3), but the layout has it as shared(3, 2)");
    }

    @Test
    void buffersAreAsWideAsWhatTheyHold() {
        rejects(affine, Map.of("x", y), Map.of(), "Input 'x' has width 3, but its buffer has width 2");
        rejects(affine, Map.of("x", x), Map.of("y", x), "Output 'y' has width 2, but its buffer has width 3");
    }

    @Test
    void outputsExist() {
        rejects(affine, Map.of("x", x), Map.of("q", y), "No output 'q'; this program has [y]");
    }

    @Test
    void eachOutputHasABufferOfItsOwn() {
        ProgramBuilder p = new ProgramBuilder();
        Program twice = p.output("a", p.input("x", 3))
                .output("b", p.tanh(p.input("x", 3)))
                .build();
        Map<String, Buffer> same = new TreeMap<>(Map.of("a", x, "b", x));
        rejects(twice, Map.of("x", x), same, "Outputs 'a' and 'b' go to the same buffer");
    }

    @Test
    void sharedOutputsGoToTheGradient() {
        rejects(
                gradient,
                Map.of("x", x, "cotangent(y)", seed),
                Map.of("cotangent(b)", y),
                "Output 'cotangent(b)' is shared(2, 1); it goes to the gradient, not to a buffer");
        ProgramBuilder p = new ProgramBuilder();
        Program sum = p.output("sum", p.batchSum(p.input("x", 3))).build();
        rejects(
                sum,
                Map.of("x", x),
                Map.of(),
                "Shared output 'sum' is the cotangent of no parameter in the layout; it has [W, b]. "
                        + "Leave it out with Program.select");
        rejects(
                sum.renameOutputs(Map.of("sum", "cotangent(b)")),
                Map.of("x", x),
                Map.of(),
                "Shared output 'cotangent(b)' is shared(3, 1), but its parameter is shared(2, 1)");
    }

    @Test
    void aParameterIsNoSumOverTheBatch() {
        ProgramBuilder p = new ProgramBuilder();
        Program program = p.output("cotangent(b)", p.add(p.batchSum(p.input("x", 2)), p.parameter("b", 2)))
                .build();
        rejects(
                program,
                Map.of("x", y),
                Map.of(),
                "Shared output 'cotangent(b)' must be a sum over the batch, found one that contains PARAMETER 'b'");
    }

    private void rejects(Program program, Map<String, Buffer> inputs, Map<String, Buffer> outputs, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Binding.of(program, layout, inputs, outputs))
                .withMessage(message);
    }
}
