package org.turnpike.spark.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.ClassLabels;
import org.turnpike.data.RowMatrix;
import org.turnpike.data.Table;
import org.turnpike.data.TargetValues;
import org.turnpike.data.Targets;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Compute;

/** Figures of models whose answers are known: the state moves at a constant velocity, and is its own read-out. */
class FiguresTest {

    private static final double TERMINAL_TIME = 2;

    /** The logarithm of the odds of nine to one. */
    private static final float NINE_TO_ONE = (float) Math.log(9);

    @Test
    void aConfusionMatrixCountsRowsByClassAndAnswer() {
        // the larger coordinate is the answer
        Subject subject = classes(0, new float[] {3, 0, 3, 1, 0, 3, 2, 0, 0, 2}, 0, 0, 0, 1, 1);
        ObjectNode figure = new ConfusionMatrix().draw(subject);
        assertThat(figure.path("counts").toString()).isEqualTo("[[2,1],[1,1]]");
        assertThat(figure.path("rows").asInt()).isEqualTo(5);
    }

    @Test
    void calibrationComparesClaimsWithWhatIsRight() {
        // ten rows, each claimed with 0.9; eight are right
        float[] features = new float[20];
        int[] labels = new int[10];
        for (int row = 0; row < 10; row++) {
            features[2 * row] = NINE_TO_ONE;
            labels[row] = row < 8 ? 0 : 1;
        }
        ObjectNode figure = new Calibration().draw(classes(0, features, labels));
        assertThat(figure.path("error").asDouble()).isCloseTo(0.1, within(1e-6));
        assertThat(figure.path("counts").toString()).contains("10");
    }

    @Test
    void theDepthThatIsEnoughIsTheFirstFromWhichOnAllIsWell() {
        // the first coordinate grows by 1 a unit of time and passes the second, 1.5, at t = 1.5
        ObjectNode figure = new DepthCurve().draw(classes(1, new float[] {0, 1.5f, 0, 1.5f}, 0, 0));
        assertThat(figure.path("enough").asDouble()).isCloseTo(1.5, within(0.051));
        assertThat(figure.path("share").asDouble()).isCloseTo(0.75, within(0.026));
        assertThat(figure.path("scores").get(0).asDouble()).isZero();
        assertThat(figure.path("scores").get(40).asDouble()).isEqualTo(1);
        assertThat(figure.path("depths").get(40).asDouble()).isEqualTo(TERMINAL_TIME);
    }

    @Test
    void aModelThatDoesNothingIsGoodEnoughAtOnce() {
        ObjectNode figure = new DepthCurve().draw(classes(0, new float[] {1, 0, 0, 1}, 0, 1));
        assertThat(figure.path("share").asDouble()).isZero();
    }

    @Test
    void pathsGoFromEncodingsToTerminalStates() {
        ObjectNode figure = new StatePaths().draw(classes(1, new float[] {0, 0.5f, 1, 0}, 0, 1));
        JsonNode path = figure.path("paths").get(1);
        assertThat(path).hasSize(82);
        assertThat(List.of(path.get(0).asDouble(), path.get(1).asDouble())).containsExactly(1.0, 0.0);
        assertThat(path.get(80).asDouble()).isCloseTo(1 + TERMINAL_TIME, within(1e-3));
        assertThat(figure.path("arrows").path("depths"))
                .as("a field without time is drawn once")
                .hasSize(1);
        assertThat(figure.path("arrows").path("frames").get(0).get(0).asDouble())
                .isCloseTo(1, within(1e-3));
        assertThat(figure.path("labels").toString()).isEqualTo("[0,1]");
    }

    @Test
    void aDecisionMapIsSureFarFromTheBoundary() {
        ObjectNode figure = new DecisionMap().draw(classes(0, new float[] {-9, 9, 9, -9}, 1, 0));
        int resolution = figure.path("resolution").asInt();
        byte[] picture =
                Base64.getDecoder().decode(figure.path("frames").get(20).asText());
        assertThat(picture).hasSize(resolution * resolution);
        // top left, where the second coordinate is larger, and bottom right
        assertThat(Byte.toUnsignedInt(picture[0])).isZero();
        assertThat(Byte.toUnsignedInt(picture[picture.length - 1])).isEqualTo(255);
        assertThat(new DecisionMap().suits(values(0, 1))).isFalse();
    }

    @Test
    void aRegressionComparesPredictedWithTrue() {
        ObjectNode figure = new RegressionFit().draw(values(0.5, 1, 2, 3));
        JsonNode output = figure.path("outputs").get(0);
        assertThat(output.path("actual").toString()).isEqualTo("[1,2,3]");
        assertThat(output.path("predicted").toString()).isEqualTo("[2,3,4]");
        assertThat(output.path("deviation").asDouble()).isCloseTo(1, within(1e-6));
        assertThat(output.path("explained").asDouble()).isCloseTo(1 - 3 / 2.0, within(1e-6));
    }

    @Test
    void statesOfOneNumberAreShownOverTime() {
        ObjectNode figure = new StatePaths().draw(values(0.5, 1, 2));
        assertThat(figure.path("axes").toString()).isEqualTo("[\"t\",\"z\"]");
        assertThat(figure.path("paths").get(0).get(80).asDouble()).isEqualTo(TERMINAL_TIME);
    }

    @Test
    void aShorterSolveTakesFewerEvaluations() {
        ObjectNode figure = SpeedUp.measure(values(0, 1, 2), 3 * TERMINAL_TIME);
        assertThat(figure.path("learned").path("evaluations").asDouble()).isEqualTo(16);
        assertThat(figure.path("initial").path("evaluations").asDouble()).isEqualTo(48);
    }

    /** @param velocity of the first coordinate */
    private static Subject classes(double velocity, float[] features, int... labels) {
        Table rows = new Table(
                RowMatrix.copyOf(features, 2), List.of("x", "y"), ClassLabels.copyOf(labels, ClassLabels.numbered(2)));
        return subject(velocity, rows);
    }

    /** Values that are the inputs themselves. */
    private static Subject values(double velocity, float... inputs) {
        Targets targets = new TargetValues(RowMatrix.copyOf(inputs, 1), List.of("y"));
        return subject(velocity, new Table(RowMatrix.copyOf(inputs, 1), List.of("u"), targets));
    }

    private static Subject subject(double velocity, Table rows) {
        int width = rows.features().width();
        Architecture architecture = new Architecture(
                width,
                width,
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new MlpField(List.of(), Activation.IDENTITY, Set.of(), Optional.empty()),
                new Projection.Identity(),
                width);
        float[] weights = new float[architecture.layout().size()];
        // the field's matrix comes first, then its bias
        weights[width * width] = (float) velocity;
        NeuralOde model = new NeuralOde(
                architecture,
                weights,
                TerminalTime.fixed(0, TERMINAL_TIME),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.5)),
                rows.featureNames(),
                Outputs.of(rows.targets()),
                Optional.empty());
        return new Subject(model, rows, rows, "training", new Compute(new ReferenceBackend(), 1));
    }
}
