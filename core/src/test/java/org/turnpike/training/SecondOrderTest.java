package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.Table;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.optimizer.HorizonUpdate;
import org.turnpike.training.optimizer.LayerPreconditioner;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.SecondOrder;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Snopt;
import org.turnpike.training.stage.TrainingSettings;

/** The parts of the stage snopt, and what it reaches. */
class SecondOrderTest {

    private static final Table ROWS = SmallProblems.moons(40);
    private static final Compute COMPUTE = new Compute(new ReferenceBackend(8), 1);

    /** {@code (A ⊗ B + ε) vec(R) = vec(G)}, that is {@code B R A + ε R = G}. */
    @Test
    void preconditionsByTheInverseOfTheDampedProduct() {
        Random random = new Random(5);
        double[] inputFactor = gram(random, 3);
        double[] outputFactor = gram(random, 2);
        LayerPreconditioner layer = new LayerPreconditioner(2, 3);
        layer.refresh(inputFactor, outputFactor);
        double[][] gradient = {{0.3, -1, 2}, {0.1, 0.4, -0.7}};
        double damping = 0.1;
        double[][] result = layer.apply(gradient, new SecondOrder(1, damping, 1, Optional.empty()), 512);
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                double back = damping * result[i][j];
                for (int k = 0; k < 2; k++) {
                    for (int l = 0; l < 3; l++) {
                        back += outputFactor[2 * i + k] * result[k][l] * inputFactor[3 * l + j];
                    }
                }
                // Bases are kept in single precision.
                assertThat(back).as("[%d][%d]", i, j).isCloseTo(gradient[i][j], within(1e-5));
            }
        }
    }

    /** With factors that are the identity the bases are too, and all is elementwise. */
    @Test
    void secondMomentsFollowTheGradient() {
        LayerPreconditioner layer = new LayerPreconditioner(1, 1);
        layer.refresh(new double[] {4}, new double[] {2});
        SecondOrder settings = new SecondOrder(100, 0.5, 0.75, Optional.empty());
        double first = 0.75 * 8 + 0.25 * 10 * 0.2 * 0.2;
        assertThat(layer.apply(new double[][] {{0.2}}, settings, 10)[0][0])
                .isCloseTo(0.2 / (first + 0.5), within(1e-7));
        double second = 0.75 * first + 0.25 * 10 * 0.3 * 0.3;
        assertThat(layer.apply(new double[][] {{0.3}}, settings, 10)[0][0])
                .isCloseTo(0.3 / (second + 0.5), within(1e-7));
    }

    @Test
    void theTerminalTimeTakesAShareOfNewtonsStep() {
        HorizonUpdate horizon = HorizonUpdate.ofTerminalTime(new SecondOrder.Horizon(0.5, 0.2, 3));
        horizon.observe(-0.4, 2);
        double slope = -0.4 + 0.2 * 2;
        double curvature = 0.16 + 0.2;
        assertThat(horizon.step(-0.4, 0)).isCloseTo(-0.5 * slope / curvature, within(1e-7));
        assertThat(horizon.step(-0.4, 0.3)).isCloseTo(-0.5 * (slope - 0.4 * 0.3) / curvature, within(1e-7));
        horizon.observe(1, 2);
        double later = 0.99 * slope + 0.01 * (1 + 0.2 * 2);
        assertThat(horizon.step(1, 0)).isCloseTo(-0.5 * later / (0.99 * curvature + 0.01 * 1.2), within(1e-6));
        assertThat(horizon.isDue(3)).isTrue();
        assertThat(horizon.isDue(4)).isFalse();
    }

    /** As many plain steps of the same length leave most of the loss. */
    @Test
    void reachesInFewIterationsWhatDescentDoesNot() {
        NeuralOde model = SmallProblems.classifier(ROWS, 6, 0.2);
        OptimizerSettings descent = new OptimizerSettings.Sgd(0.15, 0, OptimizerSettings.Momentum.CLASSICAL);
        TrainingSettings settings = SmallProblems.settings(40, descent, OptionalInt.empty(), OptionalInt.empty());
        TrainingData data = TrainingData.local(model, ROWS, Optional.empty(), 2);
        SecondOrder order = new SecondOrder(10, 0.005, 0.75, Optional.empty());
        Objective objective = Objective.of(model.outputs().loss());
        TrainingResult second =
                Trainer.train(model, new Snopt(settings, objective, TerminalTime.fixed(0, 1), order), data, COMPUTE);
        TrainingResult first = Trainer.train(model, SmallProblems.vanilla(model, settings, 1), data, COMPUTE);
        assertThat(second.bestLoss().orElseThrow())
                .isLessThan(0.5 * first.bestLoss().orElseThrow());
    }

    @Test
    void learnsATerminalTimeWithinItsBounds() {
        NeuralOde model = SmallProblems.classifier(ROWS, 4, 0.2);
        TerminalTime time = TerminalTime.fixed(0, 1).bounded(0.1, TerminalTime.UpperBound.AT_START);
        TrainingResult result = Trainer.train(
                model, snopt(model, time, 60), TrainingData.local(model, ROWS, Optional.empty(), 2), COMPUTE);
        assertThat(result.last().terminalTime().value()).isLessThan(0.9).isGreaterThanOrEqualTo(0.1);
        assertThat(result.last().terminalTime().lower()).isEqualTo(0.1);
        // The loss by which models are compared counts the time.
        EpochReport last = result.history().get(59);
        assertThat(last.loss() - last.cost())
                .isCloseTo(0.5 * 0.5 * last.terminalTime() * last.terminalTime(), within(1e-12));
    }

    @Test
    void refusesFieldsWhoseWeightsAreNoLayers() {
        NeuralOde model = SmallProblems.model(
                ROWS,
                new StableField(List.of(3), Activation.TANH, EnergyFloor.SQUARE, Set.of()),
                0,
                new Projection.Identity(),
                SmallProblems.classifier(ROWS, 4, 0.2).solver());
        assertThatThrownBy(() -> Trainer.train(
                        model,
                        snopt(model, TerminalTime.fixed(0, 1), 1),
                        TrainingData.local(model, ROWS, Optional.empty(), 2),
                        COMPUTE))
                .hasMessageContaining("needs parameters that are the weights and biases of affine layers")
                .hasMessageContaining("Use an mlp as the field");
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new SecondOrder(0, 0.1, 0.5, Optional.empty()))
                .hasMessageContaining("at least 1, found 0");
        assertThatThrownBy(() -> new SecondOrder(1, 0, 0.5, Optional.empty()))
                .hasMessageContaining("above 0, found 0.0");
        assertThatThrownBy(() -> new SecondOrder(1, 0.1, 1.5, Optional.empty()))
                .hasMessageContaining("[0, 1], found 1.5");
        assertThatThrownBy(() -> new SecondOrder.Horizon(0.1, 0, 1))
                .hasMessageContaining("penalty c of the terminal time");
    }

    static Snopt snopt(NeuralOde model, TerminalTime time, int epochs) {
        OptimizerSettings descent = new OptimizerSettings.Sgd(0.1, 0.5, OptimizerSettings.Momentum.CLASSICAL);
        return new Snopt(
                SmallProblems.settings(epochs, descent, OptionalInt.empty(), OptionalInt.empty()),
                Objective.of(model.outputs().loss()),
                time,
                new SecondOrder(4, 0.01, 0.75, Optional.of(new SecondOrder.Horizon(0.1, 0.5, 2))));
    }

    private static double[] gram(Random random, int size) {
        double[] gram = new double[size * size];
        for (int sample = 0; sample < 2 * size; sample++) {
            double[] x = random.doubles(size, -1, 1).toArray();
            for (int i = 0; i < size * size; i++) {
                gram[i] += x[i / size] * x[i % size];
            }
        }
        return gram;
    }
}
