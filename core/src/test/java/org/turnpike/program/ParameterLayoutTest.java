package org.turnpike.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ParameterLayoutTest {

    private final ParameterLayout layout = new ParameterLayout.Builder()
            .add("W", new Shape.Shared(2, 3))
            .add("b", new Shape.Shared(2, 1))
            .add("W", new Shape.Shared(2, 3))
            .build();

    @Test
    void parametersLieOneAfterAnother() {
        assertThat(layout.size()).isEqualTo(8);
        assertThat(layout.entry("W")).isEqualTo(new ParameterLayout.Entry(new Shape.Shared(2, 3), 0));
        assertThat(layout.entry("b")).isEqualTo(new ParameterLayout.Entry(new Shape.Shared(2, 1), 6));
        assertThat(layout.entries()).containsOnlyKeys("W", "b");
        assertThat(layout.contains("c")).isFalse();
        assertThat(ParameterLayout.EMPTY.size()).isZero();
    }

    @Test
    void programsThatShareAParameterShareItsPlace() {
        ProgramBuilder p = new ProgramBuilder();
        Program program = p.output("y", p.affine(p.parameter("V", 2, 2), p.parameter("b", 2), p.input("x", 2)))
                .build();
        ParameterLayout both = new ParameterLayout.Builder()
                .add("b", new Shape.Shared(2, 1))
                .add(program)
                .build();
        assertThat(both.entry("b").offset()).isZero();
        assertThat(both.entry("V").offset()).isEqualTo(2);
        assertThat(both.size()).isEqualTo(6);
    }

    @Test
    void aParameterHasOneShape() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ParameterLayout.Builder()
                        .add("W", new Shape.Shared(2, 3))
                        .add("W", new Shape.Shared(3, 2)))
                .withMessage("Parameter 'W' is shared(2, 3) and cannot also be shared(3, 2)");
    }

    @Test
    void saysWhatThereIsWhenANameIsUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> layout.entry("V"))
                .withMessage("No parameter 'V'; known are [W, b]");
    }
}
