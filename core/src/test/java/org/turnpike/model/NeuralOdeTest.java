package org.turnpike.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.Unlabelled;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.FlowField;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;

class NeuralOdeTest {

    @Test
    void laysOutItsParametersInTheOrderOfItsPrograms() {
        assertThat(SampleModels.elaborate().layout().entries().keySet())
                .containsExactly(
                        "input.layer0.weight",
                        "input.layer0.bias",
                        "input.layer1.weight",
                        "input.layer1.bias",
                        "input.layer2.weight",
                        "input.layer2.bias",
                        "augmentation.layer0.weight",
                        "augmentation.layer0.bias",
                        "field.layer0.weight",
                        "field.layer0.bias",
                        "field.layer1.weight",
                        "field.layer1.bias",
                        "field.layer2.weight",
                        "field.layer2.bias",
                        "output.layer0.weight",
                        "output.layer0.bias");
    }

    @Test
    void keepsItsWeightsToItself() {
        NeuralOde model = SampleModels.moons();
        float first = model.weights()[0];
        model.weights()[0] = 99;
        assertThat(model.weights()[0]).isEqualTo(first);
    }

    @Test
    void startsFromTheSameWeightsForTheSameSeed() {
        assertThat(SampleModels.moons().weights())
                .containsExactly(SampleModels.moons().weights());
        assertThat(SampleModels.moons().architecture().initialWeights(8))
                .isNotEqualTo(SampleModels.moons().weights());
    }

    /** The gain is the field's: what is drawn grows, projections and numbers that are not drawn stay. */
    @Test
    void startsFromASteeperFieldWhereThatIsWanted() {
        Architecture architecture = SampleModels.dissipative().toList().get(0).architecture();
        float[] plain = architecture.initialWeights(3);
        float[] steep = architecture.initialWeights(3, 3);
        architecture.layout().entries().forEach((name, entry) -> {
            float factor = name.startsWith("energy.") ? 3 : 1;
            for (int i = 0; i < entry.shape().size(); i++) {
                float expected = factor * plain[entry.offset() + i];
                assertThat(steep[entry.offset() + i]).as(name).isCloseTo(expected, within(1e-6f));
            }
        });
        assertThat(architecture.layout().contains("matrix.diagonal")).isTrue();
    }

    @Test
    void standardisesRawRows() {
        NeuralOde model = SampleModels.elaborate();
        Table raw = table(model.featureNames(), 4, 0.1f, 0);
        assertThat(model.prepare(raw).features().value(0, 0)).isEqualTo(1);
        assertThat(model.prepare(raw).features().value(0, 1)).isEqualTo((float) ((0.1f + 0.1) / 0.1));
    }

    @Test
    void refusesRowsOfOtherFeatures() {
        assertThatThrownBy(() -> SampleModels.moons().prepare(table(List.of("x1", "x0"), 1, 2)))
                .isInstanceOf(DataError.class)
                .hasMessage(
                        "features: expected the model's 2: [x0, x1], found 2: [x1, x0]. Select the model's features, in"
                                + " its order.");
    }

    @Test
    void refusesTargetsOfOtherOutputs() {
        Outputs outputs = new Outputs.Classes(List.of("a", "b"));
        assertThatThrownBy(() -> outputs.requireMatch(ClassLabels.copyOf(new int[] {0}, List.of("a", "c")), "test.csv"))
                .isInstanceOf(DataError.class)
                .hasMessage(
                        "test.csv: expected Classes[names=[a, b]], as the model has, found Classes[names=[a, c]]. Use the"
                                + " data's model, or data with these labels.");
    }

    @Test
    void rowsWithoutTargetsHaveADensity() {
        Outputs density = Outputs.of(new Unlabelled(3));
        assertThat(density).isEqualTo(new Outputs.LogDensity());
        density.requireMatch(
                ClassLabels.copyOf(new int[] {0}, List.of("a", "b")), "labels that a density does not look at");
        assertThatThrownBy(() -> new Outputs.Values(List.of("y")).requireMatch(new Unlabelled(3), "test.csv"))
                .hasMessageContaining("expected Values[names=[y]], as the model has, found LogDensity[]");
    }

    @Test
    void aDensityModelIsAChangeOfVariables() {
        FlowField flow = new FlowField(new ConcatField(List.of(4), Activation.TANH), Optional.empty());
        assertThatThrownBy(() -> new Architecture(
                        2,
                        2,
                        new Projection.Affine(),
                        new Augmentation.Zeros(1),
                        flow,
                        new Projection.LogDensity(1),
                        1))
                .hasMessageContaining("A density model has a flow's field, the log-density as output projection, the"
                        + " identity as input projection, and one augmented number, 0 at first; found");
        assertThatThrownBy(() -> Architecture.density(2, flow.motion(), Optional.empty(), 0))
                .hasMessage("The variance of the base distribution must be a finite number above 0, found 0.0.");
    }

    @Test
    void refusesWidthsThatDoNotFit() {
        MlpField field = new MlpField(List.of(4), Activation.TANH, Set.of(), Optional.empty());
        assertThatThrownBy(() -> new Architecture(
                        2, 3, new Projection.Identity(), new Augmentation.Zeros(0), field, new Projection.Affine(), 2))
                .hasMessage(
                        "With the identity as input projection the state is as wide as the data, 2, found 3. Choose an"
                                + " affine projection for another width.");
        assertThatThrownBy(() -> new Architecture(
                        2,
                        2,
                        new Projection.Identity(),
                        new Augmentation.Zeros(1),
                        field,
                        new Projection.Identity(),
                        5))
                .hasMessage(
                        "With the identity as output projection the state needs at least the 5 numbers of the output,"
                                + " found 3. Augment the state, or choose an affine projection.");
        NeuralOde model = SampleModels.moons();
        assertThatThrownBy(() -> model.with(new float[3], model.terminalTime()))
                .hasMessage("The architecture has 82 weights, found 3.");
    }

    private static Table table(List<String> names, float... row) {
        return new Table(RowMatrix.copyOf(row, row.length), names, new Unlabelled(1));
    }
}
