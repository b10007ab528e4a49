package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.field.Activation;
import org.turnpike.field.Augmentation;
import org.turnpike.field.ConcatField;
import org.turnpike.field.Energy;
import org.turnpike.field.EnergyFloor;
import org.turnpike.field.FieldInput;
import org.turnpike.field.HyperNetworkField;
import org.turnpike.field.MlpField;
import org.turnpike.field.MomentumCoupling;
import org.turnpike.field.PortHamiltonianField;
import org.turnpike.field.Projection;
import org.turnpike.field.RandomDirection;
import org.turnpike.field.SecondOrderField;
import org.turnpike.field.SpeedLimit;
import org.turnpike.field.StableField;
import org.turnpike.field.StochasticField;
import org.turnpike.field.StructureMatrix;
import org.turnpike.model.Architecture;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.Outputs;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.DataSettings;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.source.Task;
import org.turnpike.spark.source.Validation;

/** From a job file to the core's records: every key arrives. */
class JobPlanTest extends JobPlanFixture {

    @Test
    void theModelBlockIsAnArchitecture() {
        Architecture made = architecture("""
                model { hidden = [8, 4], activation = softplus, augment = 2, learned-augment = true, input = affine
                        state = 5, output = mlp, output-hidden = [7], time-dependent = true, data-controlled = true
                        speed-bound = 3 }
                """);
        assertThat(made)
                .isEqualTo(new Architecture(
                        2,
                        5,
                        new Projection.Affine(),
                        new Augmentation.Learned(2, new Projection.Affine()),
                        new MlpField(
                                List.of(8, 4),
                                Activation.SOFTPLUS,
                                Set.of(FieldInput.TIME, FieldInput.DATA),
                                Optional.of(new SpeedLimit(3))),
                        new Projection.Perceptron(List.of(7), Activation.SOFTPLUS),
                        2));
        assertThat(architecture("model { field = stable, energy-floor = square, data-controlled = true }")
                        .field())
                .isEqualTo(new StableField(List.of(16), Activation.TANH, EnergyFloor.SQUARE, Set.of(FieldInput.DATA)));
        Energy energy = new Energy(List.of(16), Activation.TANH, EnergyFloor.SOFTPLUS, Set.of());
        assertThat(architecture("model { field = port-hamiltonian, structure = full, margin = 0.5 }")
                        .field())
                .isEqualTo(new PortHamiltonianField(energy, new StructureMatrix.Full(), 0.5));
        assertThat(architecture(
                                "model { field = port-hamiltonian, structure = state-dependent, structure-hidden = [5] }")
                        .field())
                .isEqualTo(new PortHamiltonianField(
                        energy, new StructureMatrix.StateDependent(List.of(5), Activation.TANH), 0.001));
        assertThat(architecture("model { field = second-order, coupling = block }")
                        .field())
                .isEqualTo(new SecondOrderField(energy, new MomentumCoupling.Block(0.001)));
        assertThat(architecture("model { field = stochastic, inverse-temperature = 7 }")
                        .field())
                .isEqualTo(new StochasticField(energy, 7));
        assertThat(architecture("model.input = mlp, model.input-hidden = [9]").input())
                .isEqualTo(new Projection.Perceptron(List.of(9), Activation.TANH));
    }

    @Test
    void aDensityIsAFlow() {
        Schema density = new Schema(List.of("x", "y"), new Outputs.LogDensity());
        assertThat(new JobModel(
                                job("model { field = concat, hidden = [5, 4], base-variance = 0.1, trace = hutchinson }\n"
                                                + "cost.directions = gaussian")
                                        .settings())
                        .architecture(density))
                .isEqualTo(Architecture.density(
                        2,
                        new ConcatField(List.of(5, 4), Activation.TANH),
                        Optional.of(RandomDirection.GAUSSIAN),
                        0.1));
        assertThat(new JobModel(job("model { field = hyper-network, hidden = [64], hyper-hidden = [8] }")
                                .settings())
                        .architecture(density))
                .isEqualTo(Architecture.density(
                        2, new HyperNetworkField(64, List.of(8), Activation.TANH), Optional.empty(), 1));
        assertThat(plan("data.task = density").data().settings().columns().task())
                .isEqualTo(Task.DENSITY);
    }

    @Test
    void regularisersArePaidAlongTheWay() {
        assertThat(model(plan("")).problem(objective("")).runningCost()).isEmpty();
        String both = "cost { kinetic-energy = 0.1, jacobian-norm = 0.2, directions = gaussian }";
        BolzaProblem problem = model(plan(both)).problem(objective(both));
        assertThat(problem.runningCost()).isPresent();
        assertThat(problem.directions()).isEqualTo(Map.of(RandomDirection.GAUSSIAN, 2));
        assertThat(objective("cost.kinetic-energy = 0.1")
                        .runningCost()
                        .orElseThrow()
                        .inputs())
                .containsExactly("z");
    }

    @Test
    void theSolverBlockIsFixedOrAdaptive() {
        assertThat(plan("solver { method = heun, step = 0.25 }").solver())
                .isEqualTo(new SolverSettings.FixedSteps(Tableaux.HEUN, new StepRule.Size(0.25)));
        assertThat(plan("solver { method = dopri5, steps = 3 }").solver())
                .isEqualTo(new SolverSettings.FixedSteps(Tableaux.DOPRI5, new StepRule.Count(3)));
        assertThat(plan("solver { method = tsit5, rtol = 1e-3, atol = 1e-4, max-steps = 50, first-step = 0.1 }")
                        .solver())
                .isEqualTo(new SolverSettings.Adaptive(Tableaux.TSIT5, 1e-3, 1e-4, 50, OptionalDouble.of(0.1)));
    }

    @Test
    void theDataBlockNamesSourcesAndColumns() {
        DataSettings data = plan("""
                data { validation = other.csv, test = "moons?n=9", label = [a, b], task = regression, features = [c, 4]
                       weight = w, id = i, header = false, separator = tab, skip-lines = 2, invalid = skip, seed = 5 }
                """).data().settings();
        assertThat(data.train()).isEqualTo("moons?n=64");
        assertThat(data.validation()).isEqualTo(new Validation.Apart("other.csv"));
        assertThat(data.test()).hasValue("moons?n=9");
        assertThat(data.seed()).isEqualTo(5);
        assertThat(data.columns().label()).containsExactly("a", "b");
        assertThat(data.columns().features()).containsExactly("c", "4");
        assertThat(data.columns().weight()).hasValue("w");
        assertThat(data.columns().id()).hasValue("i");
        assertThat(data.columns().task()).isEqualTo(Task.REGRESSION);
        assertThat(data.columns().format())
                .isEqualTo(new CsvFormat('\t', CsvFormat.Header.ABSENT, 2, CsvFormat.InvalidRows.SKIP));
        assertThat(plan("data.validation = 0.2").data().settings().validation())
                .isEqualTo(new Validation.Fraction(0.2));
        assertThat(plan("data.validation-column = v").data().settings().validation())
                .isEqualTo(new Validation.Column("v"));
    }

    @Test
    void byItselfAJobDealsItsRowsSoThatShardsFillTiles() {
        JobCompute compute = plan("").compute();
        assertThat(compute.logicalShards(512, OptionalInt.empty())).isEqualTo(8);
        assertThat(compute.logicalShards(100_000, OptionalInt.empty())).isEqualTo(8);
        assertThat(compute.logicalShards(100, OptionalInt.empty())).isEqualTo(2);
        assertThat(compute.logicalShards(64, OptionalInt.empty())).isEqualTo(1);
        assertThat(compute.logicalShards(60_000, OptionalInt.of(128))).isEqualTo(2);
        assertThat(compute.logicalShards(1, OptionalInt.of(128))).isEqualTo(1);
    }

    @Test
    void backendThreadsAndShardsReachTheWorker() {
        JobPlan plan = plan("backend = reference, threads = 3, cluster.logical-shards = 5");
        assertThat(plan.compute().compute(8).backend().name()).isEqualTo("reference");
        assertThat(plan.compute().compute(8).threads()).isEqualTo(3);
        assertThat(plan.compute().logicalShards(512, OptionalInt.empty())).isEqualTo(5);
        assertThat(plan("threads = auto").compute().compute(8).threads()).isEqualTo(8);
        assertThat(plan("backend = auto").compute().compute(8).backend().name()).isEqualTo("vector");
    }

    @Test
    void standardisationIsLearnedOnTrainingRowsAlone() {
        JobPlan plan = plan("data { standardise = true, validation = 0.5 }");
        DataSet rows = new SourceReader(SparkDriver.storage()).read(plan.data().settings());
        NeuralOde model = plan.newModel(rows);
        double sum = 0;
        for (int row = 0; row < rows.training().sample(DataPart.EVERY_ROW).rows(); row++) {
            sum += model.prepare(rows.training().sample(DataPart.EVERY_ROW))
                    .features()
                    .value(row, 0);
        }
        assertThat(sum / rows.training().sample(DataPart.EVERY_ROW).rows()).isCloseTo(0, within(1e-6));
    }

    @Test
    void aStochasticMethodTakesStepsAndPaths() {
        assertThat(plan("model.field = stochastic, solver { method = euler-maruyama, steps = 7, paths = 3 }")
                        .solver())
                .isEqualTo(new SolverSettings.Stochastic(StochasticMethod.EULER_MARUYAMA, new StepRule.Count(7), 3));
    }

    @Test
    void theCanonicalFormOfAJobIsTheJob() {
        JobFile job = job("minimum-time.epochs = 3, data.label = \"007\"");
        JobFile again = JobFile.ofCanonical(job.canonical(), "the manifest", List.of());
        assertThat(again.canonical()).isEqualTo(job.canonical());
        assertThat(again.settings().block("data").text("label")).isEqualTo("007");
        assertThat(job("solver.step = 0.5").canonical(List.of("solver")))
                .isNotEqualTo(job("").canonical(List.of("solver")));
        assertThat(job("solver.step = 0.5").canonical(List.of("model"))).isEqualTo(job("").canonical(List.of("model")));
    }
}
