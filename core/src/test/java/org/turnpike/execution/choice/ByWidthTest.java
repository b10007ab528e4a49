package org.turnpike.execution.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.Backend;
import org.turnpike.execution.BackendUnavailable;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Shape;

class ByWidthTest {

    private final List<String> asked = new ArrayList<>();
    private final Backend auto = new ByWidth(new Named("narrow"), new Named("wide"));

    @Test
    void aNetworkGoesToTheBackEndForItsWidestLayer() {
        assertThat(workspaceFor(new Shape.Shared(ByWidth.WIDE - 1, 5000))).containsExactly("narrow");
        assertThat(workspaceFor(new Shape.Shared(ByWidth.WIDE, ByWidth.WIDE))).containsExactly("wide");
    }

    @Test
    void parametersOfAnotherBackEndAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> auto.newWorkspace(new ReferenceBackend(4).newParameters(ParameterLayout.EMPTY)))
                .withMessageContaining("made by this back-end");
    }

    @Test
    void tilesOfTwoSizesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ByWidth(new ReferenceBackend(4), new ReferenceBackend(8)))
                .withMessage("Expected tiles of one size, found 4 rows of reference and 8 of reference");
    }

    @Test
    void autoIsVectorWhereThereIsNoOther() {
        assertThat(Backends.named("auto", Optional.empty()).name()).isEqualTo("vector");
    }

    @Test
    void aBackEndWhoseJarsAreAbsentIsRefusedWithTheRemedy() {
        assertThatThrownBy(() -> Backends.named("nd4j", Optional.empty()))
                .isInstanceOf(BackendUnavailable.class)
                .hasMessageContainingAll(
                        "expected the jars of turnpike-nd4j on the class path, found none", "--backend nd4j");
    }

    private List<String> workspaceFor(Shape.Shared matrix) {
        asked.clear();
        ParameterLayout layout = new ParameterLayout.Builder()
                .add("first", new Shape.Shared(2, 3))
                .add("W", matrix)
                .build();
        auto.newWorkspace(auto.newParameters(layout));
        return asked;
    }

    /** The reference under another name, that notes who asks it for a workspace. */
    private final class Named implements Backend {
        private final Backend reference = new ReferenceBackend(4);
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public int tileRows() {
            return reference.tileRows();
        }

        @Override
        public Parameters newParameters(ParameterLayout layout) {
            return reference.newParameters(layout);
        }

        @Override
        public Workspace newWorkspace(Parameters parameters) {
            asked.add(name);
            return reference.newWorkspace(parameters);
        }
    }
}
