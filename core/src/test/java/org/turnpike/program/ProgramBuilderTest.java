package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgramBuilderTest {

    private final ProgramBuilder p = new ProgramBuilder();
    private final Value x = p.input("x", 3);

    @Test
    void anArgumentAskedForTwiceIsTheSame() {
        assertThat(p.input("x", 3)).isEqualTo(x);
        assertThat(p.parameter("W", 2, 3)).isEqualTo(p.parameter("W", 2, 3));
    }

    @Test
    void anArgumentHasOneShapeAndKind() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.input("x", 2))
                .withMessage("'x' is already INPUT rows(3), and cannot also be INPUT rows(2)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.parameter("x", 3))
                .withMessage("'x' is already INPUT rows(3), and cannot also be PARAMETER shared(3, 1)");
    }

    @Test
    void aMalformedOperationIsRefusedWhereItIsWritten() {
        Value two = p.input("two", 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.add(x, two))
                .withMessage("Malformed instruction %2 = ADD(rows(3), rows(2)) : rows(3): "
                        + "expected operands as wide as the result");
        assertThatIllegalArgumentException().isThrownBy(() -> p.linear(p.parameter("W", 2, 2), x));
    }

    @Test
    void aMalformedOperationIsNotSimplifiedAway() {
        assertThatIllegalArgumentException().isThrownBy(() -> p.add(x, p.constant(0, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> p.multiply(p.constant(0, 2), x));
        assertThatIllegalArgumentException().isThrownBy(() -> p.broadcast(x, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> p.slice(p.constant(1, 2), 0, 3));
    }

    @Test
    void sharedAndPerSampleValuesAreToldApart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.spread(x))
                .withMessage("Expected a shared value, found rows(3)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.tanh(p.parameter("W", 2, 3)))
                .withMessage("Expected a per-sample value, found shared(2, 3)");
    }

    @Test
    void shapesAreNotEmpty() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.input("empty", 0))
                .withMessage("A per-sample value needs a width of at least 1, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.parameter("empty", 2, 0))
                .withMessage("A shared value needs at least one row and one column, found 2 × 0");
        assertThatIllegalArgumentException().isThrownBy(p::concatenate);
    }

    @Test
    void anOutputIsNamedOnce() {
        p.output("y", x).output("y", x);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.output("y", p.tanh(x)))
                .withMessage("There is already another output 'y'; rename one of them (Program.renameOutputs) "
                        + "or leave it out (Program.select)");
    }

    @Test
    void inliningJoinsArgumentsByNameUnlessTheyAreGiven() {
        ProgramBuilder inner = new ProgramBuilder();
        Program product = inner.output("product", inner.multiply(inner.input("x", 3), inner.input("z", 3)))
                .build();
        Value result = p.inline(product, Map.of("z", p.tanh(x), "ignored", x)).get("product");
        assertThat(p.output("y", result).build().toString()).isEqualTo("""
                        %0 = input x : rows(3)
                        %1 = tanh %0 : rows(3)
                        %2 = multiply %0, %1 : rows(3)
                        return y = %2
                        """);
    }

    @Test
    void anInlinedArgumentHasTheRightShape() {
        ProgramBuilder inner = new ProgramBuilder();
        Program program = inner.output("y", inner.tanh(inner.input("x", 2))).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> p.inline(program, Map.of("x", x)))
                .withMessage("Argument 'x' must be rows(2), found rows(3)");
    }
}
