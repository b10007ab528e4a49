package org.turnpike.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.FieldDesign;
import org.turnpike.field.MlpField;
import org.turnpike.field.Projection;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.TrainingSettings;
import org.turnpike.training.stage.Vanilla;

/** Data, models and stages that tests train. */
public final class SmallProblems {

    public static final OptimizerSettings ADAM = new OptimizerSettings.Adam(0.1, 0.9, 0.999, 1e-8);

    private SmallProblems() {}

    public static Table moons(int rows) {
        return GeneratorSpec.parse("moons?n=" + rows + "&noise=0.1&seed=7").generate();
    }

    /** A vanilla field of one hidden layer; logits are the state. */
    public static NeuralOde classifier(Table rows, int hidden, double step) {
        return model(
                rows,
                new MlpField(List.of(hidden), Activation.TANH, Set.of(), Optional.empty()),
                0,
                new Projection.Identity(),
                new SolverSettings.FixedSteps(Tableaux.RK4, new StepRule.Size(step)));
    }

    public static NeuralOde model(
            Table rows, FieldDesign field, int augmented, Projection output, SolverSettings solver) {
        Outputs outputs = Outputs.of(rows.targets());
        int features = rows.features().width();
        Architecture architecture = new Architecture(
                features,
                features,
                new Projection.Identity(),
                new Augmentation.Zeros(augmented),
                field,
                output,
                outputs.width());
        return NeuralOde.untrained(
                architecture, 7, TerminalTime.fixed(0, 1), solver, rows.featureNames(), outputs, Optional.empty());
    }

    public static TrainingSettings settings(int epochs) {
        return settings(epochs, OptionalInt.empty(), OptionalInt.empty());
    }

    public static TrainingSettings settings(int epochs, OptionalInt batchRows, OptionalInt patience) {
        return settings(epochs, ADAM, batchRows, patience);
    }

    public static TrainingSettings settings(
            int epochs, OptimizerSettings optimizer, OptionalInt batchRows, OptionalInt patience) {
        return new TrainingSettings(
                epochs,
                batchRows,
                optimizer,
                new Schedule.Constant(),
                OptionalDouble.empty(),
                GradientMethod.DISCRETE,
                1,
                patience,
                3);
    }

    public static Vanilla vanilla(NeuralOde model, TrainingSettings settings, double tf) {
        return new Vanilla(settings, Objective.of(model.outputs().loss()), TerminalTime.fixed(0, tf));
    }

    public static MinimumTime minimumTime(NeuralOde model, TrainingSettings settings, Stage.Learning learning) {
        return new MinimumTime(
                settings,
                Objective.of(model.outputs().loss()).withTimePenalty(1),
                TerminalTime.fixed(0, 1).bounded(0.01, TerminalTime.UpperBound.AT_START),
                learning);
    }
}
