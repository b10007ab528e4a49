package org.turnpike.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.turnpike.data.Table;
import org.turnpike.execution.reference.ReferenceBackend;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.training.IterationReport;
import org.turnpike.training.SmallProblems;
import org.turnpike.training.Trainer;
import org.turnpike.training.TrainingData;
import org.turnpike.training.TrainingListener;
import org.turnpike.training.TrainingResult;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluator;

class SteerTest {

    private static final Table ROWS = SmallProblems.moons(24);
    private static final NeuralOde MODEL = SmallProblems.classifier(ROWS, 4, 0.2);
    private static final Compute COMPUTE = new Compute(new ReferenceBackend(8), 1);

    @Test
    void endsUniformlyAroundTheTerminalTime() {
        Steer stage = steer(5, 0.4);
        double[] ends = LongStream.range(0, 4000)
                .mapToDouble(iteration -> stage.solveTo(stage.terminalTime(), iteration))
                .toArray();
        assertThat(LongStream.range(0, ends.length).mapToDouble(i -> ends[(int) i]))
                .allMatch(end -> end > 0.6 - 1e-12 && end < 1.4);
        double mean = LongStream.range(0, 4000)
                .mapToDouble(i -> ends[(int) i])
                .average()
                .orElseThrow();
        double square = LongStream.range(0, 4000)
                .mapToDouble(i -> (ends[(int) i] - 1) * (ends[(int) i] - 1))
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(1, within(0.015));
        assertThat(square).as("variance b²/3").isCloseTo(0.16 / 3, within(0.003));
        assertThat(stage.solveTo(stage.terminalTime(), 17)).isEqualTo(ends[17]);
    }

    @Test
    void trainsAtRandomTimesAndIsJudgedAtTheTerminalTime() {
        List<Double> ends = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void iteration(IterationReport report) {
                ends.add(report.terminalTime());
            }
        };
        TrainingResult result = Trainer.train(
                MODEL,
                steer(6, 0.5),
                TrainingData.local(MODEL, ROWS, Optional.empty(), 2),
                COMPUTE,
                listener,
                () -> false);
        assertThat(ends).hasSize(6).doesNotHaveDuplicates().doesNotContain(1.0);
        assertThat(result.model().terminalTime().value()).isEqualTo(1);
        // The best loss is that of the model at t_f on all rows, whatever time its iteration ended at.
        double loss = Evaluator.evaluate(result.model(), ROWS, COMPUTE).loss();
        assertThat(result.bestLoss().orElseThrow()).isCloseTo(loss, within(1e-12));
    }

    @Test
    void refusesAWidthThatReachesBackToTheStart() {
        assertThatThrownBy(() -> steer(1, 1.0))
                .hasMessageContaining("0 < b < t_f − t0 = 1.0; found b = 1.0")
                .hasMessageContaining("Choose a smaller b");
        assertThatThrownBy(() -> steer(1, 0)).hasMessageContaining("found b = 0.0");
    }

    private static Steer steer(int epochs, double halfWidth) {
        return new Steer(
                SmallProblems.settings(epochs),
                Objective.of(MODEL.outputs().loss()),
                TerminalTime.fixed(0, 1),
                halfWidth);
    }
}
