package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.data.image.ImageAugmentation;
import org.turnpike.data.image.ImageShape;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.NeuralOde;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.exchange.ExchangeFactory;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.stage.EpochReport;
import org.turnpike.training.stage.Stage;

/** Images that are varied anew in every epoch. */
class AugmentedTrainingTest {
    private static final Table ROWS = GeneratorSpec.parse("random-images?n=40&channels=1&side=4&classes=2&seed=5")
            .generate();
    private static final Table OTHERS = GeneratorSpec.parse("random-images?n=24&channels=1&side=4&classes=2&seed=6")
            .generate();
    private static final NeuralOde MODEL = SmallProblems.model(
            ROWS,
            new MlpField(List.of(4), Activation.TANH, Set.of(), Optional.empty()),
            0,
            new Projection.Affine(),
            new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.2)));
    private static final ImageAugmentation AUGMENTATION =
            new ImageAugmentation(new ImageShape(1, 4, 4), new ImageAugmentation.Variation(1, true, 0.1, 0, 0), 11);

    /** @param batch 40 is the whole */
    @ParameterizedTest
    @ValueSource(ints = {12, 40})
    void theSameBitsForAnyNumberOfThreadsAndAfterAResumption(int batch) {
        Stage stage = stage(batch);
        TrainingState one = Trainer.train(MODEL, stage, data(), compute(1)).state();
        assertThat(Trainer.train(MODEL, stage, data(), compute(3)).state()).isEqualTo(one);

        Optional<TrainingState> state = Optional.empty();
        TrainingEnd end = new TrainingEnd.Paused();
        while (!end.isLast()) {
            try (TrainingLoop loop =
                    new TrainingLoop(MODEL, stage, data(), compute(2), ExchangeFactory.local(), state)) {
                end = loop.run(3, TrainingListener.NONE, () -> false);
                state = Optional.of(loop.state());
            }
        }
        assertThat(state).contains(one);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40})
    void everyEpochLearnsFromOtherVersions(int batch) {
        Stage stage = stage(batch);
        List<Double> varied = firstLosses(stage, data());
        List<Double> plain = firstLosses(stage, TrainingData.local(MODEL, ROWS, Optional.of(OTHERS), 3));
        assertThat(varied).doesNotContainAnyElementsOf(plain);
        // a rate of almost nothing: the loss changes with the images alone
        assertThat(varied.get(1)).isNotCloseTo(varied.get(0), within(1e-6));
        assertThat(plain.get(1)).isCloseTo(plain.get(0), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40})
    void validationSeesTheImagesAsTheyAre(int batch) {
        TrainingResult result = Trainer.train(MODEL, stage(batch), data(), compute(1));
        try (Evaluator evaluator = new Evaluator(result.last(), compute(1))) {
            EpochReport last = result.history().get(result.history().size() - 1);
            assertThat(last.validation().loss())
                    .isCloseTo(evaluator.evaluate(OTHERS).loss(), within(1e-9));
        }
    }

    /** Mean loss of the first two epochs. */
    private static List<Double> firstLosses(Stage stage, TrainingData data) {
        List<Double> losses = new ArrayList<>();
        Trainer.train(MODEL, stage, data, compute(1)).history().forEach(epoch -> losses.add(epoch.loss()));
        return losses.subList(0, 2);
    }

    private static Stage stage(int batch) {
        OptimizerSettings still = new OptimizerSettings.Adam(1e-9, 0.9, 0.999, 1e-8);
        return SmallProblems.vanilla(
                MODEL, SmallProblems.settings(4, still, OptionalInt.of(batch), OptionalInt.empty()), 0.4);
    }

    private static TrainingData data() {
        return TrainingData.local(MODEL, ROWS, Optional.of(OTHERS), 3).withAugmentation(AUGMENTATION);
    }

    private static Compute compute(int threads) {
        return new Compute(new ReferenceBackend(8), threads);
    }
}
