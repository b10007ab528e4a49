package org.turnpike.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.execution.vector.VectorBackend;
import org.turnpike.field.Activation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldInput;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.batch.Compute;
import org.turnpike.training.evaluation.Evaluation;
import org.turnpike.training.evaluation.Evaluator;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;
import org.turnpike.training.stage.Vanilla;

/** The papers' small problems, trained as their authors train them. */
class EndToEndTest {

    private static final Compute COMPUTE = new Compute(VectorBackend.create(), 2);
    private static final OptionalInt NONE = OptionalInt.empty();

    /** DEEP App. F.1: 512 points, 2-16-2 tanh, RK4 step 0.01, Adam 0.1, λ = 1, from t_f = 1. The paper reaches 0.0904. */
    @Test
    void moonsInMinimumTime() {
        Table rows = SmallProblems.moons(512);
        NeuralOde model = SmallProblems.classifier(rows, 16, 0.01);
        Stage stage = SmallProblems.minimumTime(model, SmallProblems.settings(300), Stage.Learning.JOINT);
        TrainingResult result = train(model, stage, rows);
        Evaluation evaluation = Evaluator.evaluate(result.model(), rows, COMPUTE);
        assertThat(evaluation.accuracy()).isEqualTo(OptionalDouble.of(1));
        assertThat(result.model().terminalTime().value()).isLessThan(0.15);
    }

    /** DEEP Algorithm 1 as printed: weights, then terminal time. */
    @Test
    void moonsByCoordinateDescent() {
        Table rows = SmallProblems.moons(256);
        NeuralOde model = SmallProblems.classifier(rows, 16, 0.02);
        Stage stage = SmallProblems.minimumTime(model, SmallProblems.settings(300), Stage.Learning.ALTERNATING);
        TrainingResult result = train(model, stage, rows);
        assertThat(Evaluator.evaluate(result.model(), rows, COMPUTE).accuracy()).isEqualTo(OptionalDouble.of(1));
        assertThat(result.model().terminalTime().value()).isLessThan(0.15);
    }

    /** DEEP App. F.2: 3-32-3 tanh with one augmented dimension, Adam 0.01 times 0.999 each epoch. The paper reaches 0.0819. */
    @Test
    void annuliInMinimumTime() {
        Table rows = GeneratorSpec.parse("annuli?n=512&seed=7").generate();
        NeuralOde model = SmallProblems.model(
                rows,
                new MlpField(List.of(32), Activation.TANH, Set.of(), Optional.empty()),
                1,
                new Projection.Identity(),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.01)));
        TrainingSettings settings = new TrainingSettings(
                600,
                NONE,
                new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8),
                new Schedule.Exponential(0.999),
                OptionalDouble.empty(),
                GradientMethod.DISCRETE,
                1,
                NONE,
                7);
        TrainingResult result = train(model, SmallProblems.minimumTime(model, settings, Stage.Learning.JOINT), rows);
        assertThat(Evaluator.evaluate(result.model(), rows, COMPUTE).accuracy()).isEqualTo(OptionalDouble.of(1));
        assertThat(result.model().terminalTime().value()).isLessThan(0.1);
    }

    /** SNF §IV-A: y = −u, which no field without u can learn; ε = (MLP 2-16-16-1)², a steady state asked for. */
    @Test
    void negationByAStableFlow() {
        Table rows = GeneratorSpec.parse("negation?n=100&seed=7").generate();
        NeuralOde model = SmallProblems.model(
                rows,
                new StableField(List.of(16, 16), Activation.TANH, EnergyFloor.SQUARE, Set.of(FieldInput.DATA)),
                0,
                new Projection.Identity(),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(0.05)));
        Objective objective = new Objective(new TerminalLoss.SquaredError(), 1, Optional.empty(), 1e-2, 0, 0);
        OptimizerSettings adam = new OptimizerSettings.Adam(0.01, 0.9, 0.999, 1e-8);
        TrainingSettings settings = SmallProblems.settings(300, adam, NONE, NONE);
        TrainingResult result = train(model, new Vanilla(settings, objective, TerminalTime.fixed(0, 1)), rows);
        assertThat(Evaluator.evaluate(result.model(), rows, COMPUTE)
                        .meanSquaredError()
                        .orElseThrow())
                .isLessThan(1e-4);
    }

    private static TrainingResult train(NeuralOde model, Stage stage, Table rows) {
        TrainingResult result =
                Trainer.train(model, stage, TrainingData.local(model, rows, Optional.empty(), 8), COMPUTE);
        assertThat(result.end()).isEqualTo(new TrainingEnd.Completed());
        return result;
    }
}
