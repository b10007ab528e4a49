package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;

class PartitionTest {

    private static final Set<String> LATE = Set.of(Differentiation.cotangent("y"));

    @Test
    void aWideProductIsKeptWithItsBiasAndNothingElseIs() {
        Program program = perceptron(300);
        Partition partition = partition(program);
        // The first product has three terms; the second is kept with its bias; the third is what nothing reads.
        assertThat(partition.kept()).containsExactly(Map.entry("kept(0)", 300));
        int kept = partition.forward().output("kept(0)");
        assertThat(partition.forward().instruction(kept).opcode()).isEqualTo(Opcode.ADD);
        assertThat(partition.reverses().get(0).instructions())
                .filteredOn(instruction -> instruction.opcode() == Opcode.LINEAR)
                .hasSize(1);
    }

    @Test
    void longSumsAreKeptBesideProducts() {
        ProgramBuilder builder = new ProgramBuilder();
        Value x = builder.tanh(builder.linear(builder.parameter("W", 300, 300), builder.input("x", 300)));
        Value inverse = builder.divide(builder.constant(1, 3), builder.rowSum(builder.square(x), 3));
        Value y = builder.multiply(x, builder.broadcast(inverse, 300));
        assertThat(partition(builder.output("y", y).build()).kept().values()).containsExactlyInAnyOrder(300, 3);
    }

    @Test
    void ofNarrowProgramsNothingIsKept() {
        Program program = perceptron(64);
        assertThat(Partition.of(program, List.of(reverse(program)), LATE)).isEmpty();
    }

    @Test
    void bothPartsAreTheWhole() {
        Program program = perceptron(260);
        Program reverse = reverse(program);
        Partition partition = partition(program);
        ReferenceBackend backend = new ReferenceBackend(3);
        Map<String, double[]> arguments = arguments(reverse, backend.tileRows());
        Map<String, double[]> forward = ProgramRunner.run(backend, partition.forward(), arguments);
        Map<String, double[]> found = new HashMap<>(arguments);
        found.putAll(forward);
        found.putAll(ProgramRunner.run(backend, partition.reverses().get(0), found));
        ProgramRunner.run(backend, reverse, arguments)
                .forEach(
                        (name, expected) -> assertThat(found.get(name)).as(name).containsExactly(expected));
        assertThat(forward.get("y"))
                .containsExactly(ProgramRunner.run(backend, program, arguments).get("y"));
    }

    @Test
    void whatTwoDerivativesReadIsKeptOnce() {
        Program program = perceptron(300);
        Program other =
                Differentiation.vjp(program, List.of("y"), List.of("W0", "x")).select("cotangent(x)");
        Partition partition =
                Partition.of(program, List.of(cotangents(program), other), LATE).orElseThrow();
        assertThat(partition.kept()).hasSize(1);
        assertThat(partition.reverses()).hasSize(2).allMatch(reverse -> reverse.hasLeaf("kept(0)"));
    }

    /** Three layers, 3 → width → width → 2. */
    private static Program perceptron(int width) {
        ProgramBuilder builder = new ProgramBuilder();
        Value value = builder.input("x", 3);
        int[] widths = {3, width, width, 2};
        for (int i = 0; i < 3; i++) {
            Value weights = builder.parameter("W" + i, widths[i + 1], widths[i]);
            value = builder.affine(weights, builder.parameter("b" + i, widths[i + 1]), value);
            value = i < 2 ? builder.tanh(value) : value;
        }
        return builder.output("y", value).build();
    }

    private static Program reverse(Program program) {
        return Differentiation.vjp(program, List.of("y"), program.parameters());
    }

    private static Partition partition(Program program) {
        return Partition.of(program, List.of(cotangents(program)), LATE).orElseThrow();
    }

    /** Without y. */
    private static Program cotangents(Program program) {
        Program reverse = reverse(program);
        return reverse.select(reverse.outputs().keySet().stream()
                .filter(name -> !name.equals("y"))
                .toArray(String[]::new));
    }

    private static Map<String, double[]> arguments(Program program, int rows) {
        Random random = new Random(5);
        Map<String, double[]> arguments = new HashMap<>();
        program.inputs()
                .forEach(name -> arguments.put(
                        name,
                        random.doubles((long) program.inputWidth(name) * rows, -1, 1)
                                .toArray()));
        program.parameters()
                .forEach(name -> arguments.put(
                        name,
                        random.doubles(
                                        program.instruction(program.leaf(name))
                                                .shared()
                                                .size(),
                                        -1,
                                        1)
                                .toArray()));
        return arguments;
    }
}
