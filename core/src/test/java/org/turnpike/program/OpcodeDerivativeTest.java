package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every rule of the derivative table against differences: by itself, and in all eight stacks of three modes. */
class OpcodeDerivativeTest {

    private static final int SAMPLES = 2;

    @Test
    void everyOpcodeHasACaseThatUsesIt() {
        assertThat(OpcodeCases.all().keySet())
                .as("Add a case for each new opcode to OpcodeCases")
                .containsExactlyInAnyOrder(Opcode.values());
        OpcodeCases.all()
                .forEach((opcode, program) -> assertThat(program.instructions())
                        .as("%s", program)
                        .extracting(Instruction::opcode)
                        .contains(opcode));
    }

    @TestFactory
    Stream<DynamicTest> rulesAgreeWithDifferencesThreeDeep() {
        return OpcodeCases.differentiable().entrySet().stream()
                .flatMap(opcode -> stacks(3).stream()
                        .map(stack -> DynamicTest.dynamicTest(
                                opcode.getKey() + " " + stack,
                                () -> check(opcode.getKey(), opcode.getValue(), stack))));
    }

    private static void check(Opcode opcode, Program program, List<Mode> stack) {
        long seed = 100L + opcode.ordinal();
        DerivativeChecks checks =
                new DerivativeChecks(SAMPLES, new Random(seed), opcode + " " + stack + ", seed " + seed);
        List<String> leaves = leaves(program);
        Program derivative = program;
        for (int level = 0; level < stack.size(); level++) {
            List<String> with = leaves.stream().filter(derivative::hasLeaf).toList();
            derivative = checks.checked(stack.get(level), derivative, with, level);
        }
    }

    static List<String> leaves(Program program) {
        List<String> leaves = new ArrayList<>(program.inputs());
        leaves.addAll(program.parameters());
        return leaves;
    }

    /** All sequences of {@code depth} modes. */
    static List<List<Mode>> stacks(int depth) {
        List<List<Mode>> stacks = List.of(List.of());
        for (int i = 0; i < depth; i++) {
            stacks = stacks.stream()
                    .flatMap(stack -> Stream.of(Mode.values())
                            .map(mode -> Stream.concat(stack.stream(), Stream.of(mode))
                                    .toList()))
                    .toList();
        }
        return stacks;
    }
}
