package org.turnpike.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.turnpike.execution.ProgramRunner;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Projections and augmentations, on one sample. */
class ProjectionTest {

    private static final Map<String, double[]> ARGUMENTS = Map.of(
            "x", new double[] {1, 2, 3},
            "p.layer0.weight", new double[] {1, 0, 0, 0, 1, 1},
            "p.layer0.bias", new double[] {10, 20},
            "p.layer1.weight", new double[] {1, -1},
            "p.layer1.bias", new double[] {0.5});

    @Test
    void theIdentityTakesTheFirstCoordinates() {
        assertThat(project(new Projection.Identity(), 2)).containsExactly(1, 2);
    }

    @Test
    void theIdentityMakesNoMoreCoordinatesThanThereAre() {
        assertThatThrownBy(() -> project(new Projection.Identity(), 4))
                .hasMessage(
                        "The identity as 'p' projection cannot make 4 numbers out of 3. Augment the state, or choose an"
                                + " affine projection.");
    }

    @Test
    void theAffineOneIsOneLayer() {
        assertThat(project(new Projection.Affine(), 2)).containsExactly(11, 25);
        assertThat(new Projection.Affine().initialisations("p", 3, 2).keySet())
                .containsExactly("p.layer0.weight", "p.layer0.bias");
    }

    @Test
    void thePerceptronHasHiddenLayers() {
        assertThat(project(new Projection.Perceptron(List.of(2), Activation.RELU), 1))
                .containsExactly(11 - 25 + 0.5);
    }

    @Test
    void augmentsByZerosOrByAFunctionOfTheData() {
        assertThat(augment(new Augmentation.Zeros(2))).containsExactly(2, 0, 0);
        assertThat(augment(new Augmentation.Zeros(0))).containsExactly(2);
        assertThat(augment(new Augmentation.Learned(2, new Projection.Affine())))
                .containsExactly(2, 11, 25);
        assertThatThrownBy(() -> new Augmentation.Zeros(-1))
                .hasMessage("The number of augmented dimensions must be 0 or more, found -1");
        assertThatThrownBy(() -> new Augmentation.Learned(0, new Projection.Affine()))
                .hasMessage("A learned augmentation needs at least 1 dimension, found 0");
    }

    private static double[] project(Projection projection, int outputs) {
        ProgramBuilder builder = new ProgramBuilder();
        Value x = builder.input("x", 3);
        return run(
                builder.output("y", projection.apply(builder, "p", x, outputs)).build());
    }

    private static double[] augment(Augmentation augmentation) {
        ProgramBuilder builder = new ProgramBuilder();
        Value x = builder.input("x", 3);
        return run(builder.output("y", augmentation.append(builder, "p", builder.slice(x, 1, 1), x))
                .build());
    }

    private static double[] run(Program program) {
        return ProgramRunner.run(new ReferenceBackend(1), program, ARGUMENTS).get("y");
    }
}
