package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramTest {

    private final Program program = affineTanh();

    private static Program affineTanh() {
        ProgramBuilder p = new ProgramBuilder();
        Value x = p.input("x", 3);
        Value inner = p.affine(p.parameter("W", 2, 3), p.parameter("b", 2), x);
        return p.output("y", p.tanh(inner))
                .output("half", p.scale(0.5, p.slice(x, 1, 2)))
                .output("sum", p.outerSum(inner, x))
                .build();
    }

    @Test
    void readsAsText() {
        assertThat(program).hasToString("""
                        %0 = input x : rows(3)
                        %1 = parameter W : shared(2, 3)
                        %2 = parameter b : shared(2, 1)
                        %3 = linear %1, %0 : rows(2)
                        %4 = spread %2 : rows(2)
                        %5 = add %3, %4 : rows(2)
                        %6 = tanh %5 : rows(2)
                        %7 = slice %0 from 1 : rows(2)
                        %8 = constant 0.5 : rows(2)
                        %9 = multiply %8, %7 : rows(2)
                        %10 = outer_sum %5, %0 : shared(2, 3)
                        return y = %6
                        return half = %9
                        return sum = %10
                        """);
    }

    @Test
    void knowsItsArgumentsAndOutputs() {
        assertThat(program.inputs()).containsExactly("x");
        assertThat(program.parameters()).containsExactly("W", "b");
        assertThat(program.inputWidth("x")).isEqualTo(3);
        assertThat(program.outputWidth("y")).isEqualTo(2);
        assertThat(program.hasLeaf("W")).isTrue();
        assertThat(program.hasLeaf("y")).isFalse();
    }

    @Test
    void saysWhatThereIsWhenANameIsUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.leaf("z"))
                .withMessage("No input or parameter 'z'; this program has inputs [x] and parameters [W, b]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.output("z"))
                .withMessage("No output 'z'; this program has [y, half, sum]");
        assertThatIllegalArgumentException().isThrownBy(() -> program.select("z"));
        assertThatIllegalArgumentException().isThrownBy(() -> program.renameLeaves(Map.of("z", "q")));
        assertThatIllegalArgumentException().isThrownBy(() -> program.renameOutputs(Map.of("z", "q")));
    }

    @Test
    void selectsOutputsAndDropsTheRest() {
        Program half = program.select("half");
        assertThat(half.outputs()).containsOnlyKeys("half");
        assertThat(half.parameters()).isEmpty();
        assertThat(half.live()).containsOnly(true);
    }

    @Test
    void renamesArguments() {
        Program renamed = program.renameLeaves(Map.of("x", "state", "W", "weights"));
        assertThat(renamed.inputs()).containsExactly("state");
        assertThat(renamed.parameters()).containsExactly("weights", "b");
        assertThat(program.renameLeaves(Map.of("W", "b", "b", "W")).parameters())
                .containsExactly("b", "W");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.renameLeaves(Map.of("W", "b")))
                .withMessageContaining("a second definition of 'b'");
    }

    @Test
    void renamesOutputs() {
        assertThat(program.renameOutputs(Map.of("y", "half", "half", "y")).outputs())
                .containsEntry("half", program.output("y"))
                .containsEntry("y", program.output("half"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> program.renameOutputs(Map.of("y", "half")))
                .withMessage("Two outputs would be called 'half'");
    }

    @Test
    void cannotBeChangedFromOutside() {
        assertThat(program.instructions()).isUnmodifiable();
        assertThat(program.outputs()).isUnmodifiable();
    }
}
