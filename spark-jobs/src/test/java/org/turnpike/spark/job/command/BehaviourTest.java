package org.turnpike.spark.job.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.data.Table;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.Projection;
import org.turnpike.field.StableField;
import org.turnpike.model.Architecture;
import org.turnpike.model.ModelFile;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.Tableaux;

/** {@code inspect --data} on stable flows: what it says of their energy. */
class BehaviourTest {
    private static final String ROWS = "moons?n=40&noise=0.1&seed=3";

    @TempDir
    Path directory;

    @Test
    void aPromiseThatIsKeptIsSaidToBeKept() throws Exception {
        SolverSettings fine = new SolverSettings.Adaptive(Tableaux.DOPRI5, 1e-6, 1e-6, 1000, OptionalDouble.empty());
        assertThat(inspected(EnergyFloor.SIGMOID, fine, 1, 1))
                .contains("energy   followed exactly: ")
                .contains("energy   as predictions are computed (back-end vector): ")
                .contains("energy   kept, as predictions are computed as well");
    }

    /** Far too long steps go up the other side of a valley; the solutions themselves do not. */
    @Test
    void whatTheStepsDoIsNotBlamedOnTheModel() throws Exception {
        SolverSettings coarse = new SolverSettings.FixedSteps(Tableaux.EULER, new StepRule.Count(2));
        assertThat(inspected(EnergyFloor.SQUARE, coarse, 3, 40))
                .contains("energy   by the model's own steps, in double precision: rises in a step by at most ")
                .contains("energy   kept by the solutions; the error of the solver's steps lets the energy rise");
    }

    private String inspected(EnergyFloor floor, SolverSettings solver, double gain, double tf) throws Exception {
        Table rows = GeneratorSpec.parse(ROWS).generate();
        Architecture architecture = new Architecture(
                2,
                2,
                new Projection.Identity(),
                new Augmentation.Zeros(0),
                new StableField(List.of(8), Activation.TANH, floor, Set.of()),
                new Projection.Affine(),
                2);
        NeuralOde model = new NeuralOde(
                architecture,
                architecture.initialWeights(5, gain),
                TerminalTime.fixed(0, tf),
                solver,
                rows.featureNames(),
                Outputs.of(rows.targets()),
                Optional.empty());
        ModelFile.of(model).save(directory);
        return Commanded.run("inspect", directory.toString(), "--data", ROWS).out();
    }
}
