package org.turnpike.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.turnpike.data.Table;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.SmallProblems;
import org.turnpike.training.Trainer;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingEnd;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingLoop;
import org.turnpike.training.TrainingResult;
import org.turnpike.training.TrainingState;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.exchange.ExchangeFactory;

class ForwardSearchTest {

    private static final Table ROWS = SmallProblems.moons(48);
    private static final NeuralOde MODEL = SmallProblems.classifier(ROWS, 4, 0.1);
    private static final Objective TERMINAL = Objective.of(MODEL.outputs().loss());
    private static final Compute COMPUTE = new Compute(new ReferenceBackend(16), 1);

    @Test
    void theTerminalTimeGrowsByCountedIncrementsUntilTheLossIsSmallEnough() {
        TrainingResult result = search(stage(0.1, 6, 0.7, 500, 1));
        assertThat(result.end()).isInstanceOf(TrainingEnd.Finished.class);
        List<EpochReport> history = result.history();
        for (int epoch = 0; epoch < history.size(); epoch++) {
            assertThat(history.get(epoch).terminalTime()).isEqualTo(Math.min(6, 0.1 + (epoch + 1) * 0.1));
        }
        assertThat(result.model().terminalTime().value())
                .isEqualTo(history.get(history.size() - 1).terminalTime());
        assertThat(Evaluator.evaluate(result.model(), ROWS, COMPUTE).loss()).isLessThanOrEqualTo(0.7 + 1e-12);
        assertThat(((TrainingEnd.Finished) result.end()).reason())
                .startsWith("terminal loss 0.")
                .endsWith(", which is within 0.7000");
    }

    @Test
    void thereMayBeSeveralUpdatesAfterAnIncrement() {
        List<EpochReport> history = search(stage(0.1, 0.45, 0, 500, 3)).history();
        assertThat(history.stream().map(EpochReport::terminalTime))
                .containsExactly(
                        0.2,
                        0.2,
                        0.2,
                        0.1 + 2 * 0.1,
                        0.1 + 2 * 0.1,
                        0.1 + 2 * 0.1,
                        0.1 + 3 * 0.1,
                        0.1 + 3 * 0.1,
                        0.1 + 3 * 0.1);
    }

    @Test
    void aModelThatIsGoodEnoughIsLeftAsItIs() {
        TrainingResult result = search(stage(0.1, 1, 100, 500, 1));
        assertThat(result.history()).isEmpty();
        assertThat(result.model().weights()).isEqualTo(MODEL.weights());
        assertThat(result.model().terminalTime().value()).isEqualTo(0.1);
    }

    @Test
    void whatIsOutOfReachIsSaidAndTheBestIsKept() {
        TrainingResult result = search(stage(0.1, 0.5, 0, 500, 1));
        assertThat(((TrainingEnd.Finished) result.end()).reason())
                .isEqualTo(
                        "a terminal loss of 0.000 is out of reach up to t_f = 0.500000; kept the model with the lowest");
        // The increment that ends at the upper bound, but for rounding, is among them.
        assertThat(result.history()).hasSize(4);
        double kept = Evaluator.evaluate(result.model(), ROWS, COMPUTE).loss();
        assertThat(result.bestLoss().orElseThrow()).isCloseTo(kept, within(1e-12));
        assertThat(kept)
                .isLessThanOrEqualTo(
                        Evaluator.evaluate(result.last(), ROWS, COMPUTE).loss());
        assertThat(((TrainingEnd.Finished) search(stage(0.1, 5, 0, 3, 1)).end()).reason())
                .contains("out of reach in 3 epochs");
    }

    @Test
    void aSearchThatIsInterruptedGoesOnAsIfNothingHadHappened() {
        TrainingResult whole = search(stage(0.1, 0.6, 0, 500, 2));
        TrainingData rows = TrainingData.local(MODEL, ROWS, Optional.empty(), 2);
        TrainingState state;
        try (TrainingLoop loop = loop(rows, Optional.empty())) {
            assertThat(loop.run(5, TrainingListener.NONE, () -> false)).isInstanceOf(TrainingEnd.Paused.class);
            state = loop.state();
        }
        try (TrainingLoop loop = loop(rows, Optional.of(state))) {
            assertThat(loop.run(Long.MAX_VALUE, TrainingListener.NONE, () -> false))
                    .isEqualTo(whole.end());
            assertThat(loop.state()).isEqualTo(whole.state());
        }
    }

    @Test
    void settingsThatLeadNowhereSayWhatIsAllowed() {
        assertThatThrownBy(() -> stage(0, 1, 0.1, 10, 1))
                .hasMessageContaining("increment γ of the terminal time must be a finite number above 0, found 0.0");
        assertThatThrownBy(() -> stage(0.1, 1, -1, 10, 1))
                .hasMessageContaining(
                        "threshold ε of the terminal loss must be a finite number of at least 0, found -1.0");
    }

    private static TrainingLoop loop(TrainingData rows, Optional<TrainingState> state) {
        return new TrainingLoop(MODEL, stage(0.1, 0.6, 0, 500, 2), rows, COMPUTE, ExchangeFactory.local(), state);
    }

    private static TrainingResult search(ForwardSearch stage) {
        return Trainer.train(MODEL, stage, TrainingData.local(MODEL, ROWS, Optional.empty(), 2), COMPUTE);
    }

    private static ForwardSearch stage(double increment, double upper, double threshold, int epochs, int updates) {
        return new ForwardSearch(
                SmallProblems.settings(epochs, OptionalInt.empty(), OptionalInt.empty()),
                TERMINAL,
                TERMINAL,
                TerminalTime.fixed(0, 0.1).withBounds(0.1, upper),
                increment,
                threshold,
                updates,
                Stage.Memory.KEPT);
    }
}
