package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.execution.Device;
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
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.Objective;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.sensitivity.BolzaProblem;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.solver.StochasticMethod;
import org.turnpike.solver.Tableaux;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.DataPart;
import org.turnpike.spark.source.DataSet;
import org.turnpike.spark.source.DataSettings;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.Source;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.spark.source.Task;
import org.turnpike.spark.source.Validation;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Vanilla;

/** From a job file to the core's records: every key arrives, and what does not fit together is told with its line. */
class JobPlanTest {
    private static final String MOONS = "data.train = \"moons?n=64\"\nstages = [minimum-time]\n";
    private static final Schema PLANE = new Schema(List.of("x", "y"), new Outputs.Classes(List.of("0", "1")));

    @TempDir
    Path directory;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.input = affine|identity with data.task = density",
                "model.augment = 1|0 with data.task = density",
                "model.output = mlp|none of its own with data.task = density",
                "model.data-controlled = true|false with data.task = density",
                "model.state = 3|auto with data.task = density",
                "cost.terminal = cross-entropy|auto with data.task = density",
                "cost.steady-state = 0.5|0 with data.task = density",
                "model { field = hyper-network, hidden = [4, 4] }|one width with model.field = hyper-network",
                "model { field = concat, data-controlled = true }|false with model.field = concat"
            })
    void whatADensityCannotHaveIsTold(String text, String expected) {
        UserError error = catchThrowableOfType(UserError.class, () -> model(plan("data.task = density\n" + text)));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error).hasMessageContaining("expected " + expected).hasMessageContaining("job.conf:4: ");
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
    void theStagesBlockIsAStage() {
        Vanilla stage = (Vanilla) stage("""
                stages = [vanilla]
                gradient = interpolated
                cost { terminal = truncated-cross-entropy, truncation = 0.2, weight-decay = 0.5 }
                data.seed = 11
                vanilla {
                  epochs = 9, batch = 16, clip-norm = 2, validate-every = 3, early-stopping.patience = 4
                  initial-time = 0.5, terminal-time = 2
                  optimizer { name = momentum, rate = 0.25, momentum = 0.5, nesterov = true }
                  schedule { name = milestones, factor = 0.5, milestones = [3, 6] }
                }
                """);
        assertThat(stage.settings().epochs()).isEqualTo(9);
        assertThat(stage.settings().batchRows()).isEqualTo(OptionalInt.of(16));
        assertThat(stage.settings().clipNorm()).isEqualTo(OptionalDouble.of(2));
        assertThat(stage.settings().validateEvery()).isEqualTo(3);
        assertThat(stage.settings().patience()).isEqualTo(OptionalInt.of(4));
        assertThat(stage.settings().seed()).isEqualTo(11);
        assertThat(stage.settings().gradientMethod()).isEqualTo(GradientMethod.INTERPOLATED);
        assertThat(stage.settings().optimizer())
                .isEqualTo(new OptimizerSettings.Sgd(0.25, 0.5, OptimizerSettings.Momentum.NESTEROV));
        assertThat(stage.settings().schedule()).isEqualTo(new Schedule.Milestones(List.of(3, 6), 0.5));
        assertThat(stage.objective().terminal()).isEqualTo(new TerminalLoss.TruncatedCrossEntropy(0.2));
        assertThat(stage.objective().weightDecay()).isEqualTo(0.5);
        assertThat(stage.objective().timePenalty()).isZero();
        assertThat(stage.terminalTime()).isEqualTo(TerminalTime.fixed(0.5, 2));
    }

    @Test
    void minimumTimeHasAPriceBoundsAndAnOptimizerOfItsOwn() {
        MinimumTime stage = (MinimumTime) stage("""
                solver.step = 0.125
                minimum-time {
                  lambda = 2, updates = alternating
                  optimizer { name = adamw, rate = 0.25, beta1 = 0.5, beta2 = 0.75, epsilon = 1e-3, weight-decay = 0.125 }
                  schedule { name = cosine, final-fraction = 0.5 }
                  terminal-time { initial = 3, optimizer { name = sgd, rate = 0.5 }, schedule.name = constant }
                }
                """);
        assertThat(stage.objective().timePenalty()).isEqualTo(2);
        assertThat(stage.learning()).isEqualTo(Stage.Learning.ALTERNATING);
        assertThat(stage.settings().optimizer()).isEqualTo(new OptimizerSettings.AdamW(0.25, 0.5, 0.75, 1e-3, 0.125));
        assertThat(stage.settings().schedule()).isEqualTo(new Schedule.Cosine(0.5));
        assertThat(stage.terminalTimeOptimizer())
                .isEqualTo(new OptimizerSettings.Sgd(0.5, 0, OptimizerSettings.Momentum.CLASSICAL));
        assertThat(stage.terminalTimeSchedule()).isEqualTo(new Schedule.Constant());
        assertThat(stage.terminalTime()).isEqualTo(new TerminalTime(0, 3, 0.125, 3));
    }

    @Test
    void theBoundsOfTheTerminalTimeFollowTheSolverUnlessTheyAreGiven() {
        String time = "minimum-time.terminal-time ";
        assertThat(bounds(time + "{ initial = 2, lower = 0.5, upper = 2.5 }")).containsExactly(0.5, 2.5);
        assertThat(bounds(time + "{ initial = 2 }")).containsExactly(0.01, 2);
        assertThat(bounds(time + "{ initial = 2, upper = centred }")).containsExactly(0.01, 3.99);
        assertThat(bounds(time + "{ initial = 2, upper = centred }, solver.steps = 3"))
                .containsExactly(0.02, 3.98);
        assertThat(bounds(time + "{ initial = 0.01 }")).containsExactly(0.0001, 0.01);
    }

    @Test
    void theInitialTimeIsLearnedWithinBoundsThatFollowThoseOfTheTerminalTime() {
        String learned = "learned-initial-time ";
        MinimumTime stage = (MinimumTime) stage("""
                solver.step = 0.125
                minimum-time {
                  initial-time = 0.5, terminal-time { initial = 3, optimizer { name = sgd, rate = 0.5 } }
                  learned-initial-time { learn = true, schedule { name = exponential, factor = 0.5 } }
                }
                """);
        assertThat(stage.terminalTime())
                .isEqualTo(new TerminalTime(0.5, 3, 0.625, 3, new TerminalTime.InitialBounds(0.5, 2.875, 0.125)));
        assertThat(stage.initialTimeOptimizer()).isEqualTo(stage.terminalTimeOptimizer());
        assertThat(stage.initialTimeSchedule()).isEqualTo(new Schedule.Exponential(0.5));
        TerminalTime given = stage("minimum-time { initial-time = 0.5, terminal-time.initial = 2, " + learned
                        + "{ learn = true, lower = -1, upper = 1 } }")
                .terminalTime();
        assertThat(given.initial()).isEqualTo(new TerminalTime.InitialBounds(-1, 1, 0.01));
        assertThat(given.lower()).isEqualTo(-0.99);
        assertThat(stage("minimum-time.terminal-time.initial = 2")
                        .terminalTime()
                        .isInitialLearned())
                .isFalse();
        assertThat(failure(
                        "minimum-time { terminal-time.initial = 1, " + learned + "{ learn = true, upper = 0.995 } }"))
                .hasMessageContaining("settings of minimum-time.learned-initial-time that fit together")
                .hasMessageContaining("must stay before the terminal time by ε = 0.01");
        assertThat(failure("minimum-time { initial-time = 0.5, " + learned + "{ learn = true, upper = 0.25 } }"))
                .hasMessageContaining("needs room: lower = 0.5 must be below upper = 0.25");
        assertThat(failure("minimum-time." + learned + "{ learn = perhaps }"))
                .hasMessageContaining("expected one of true, false for minimum-time.learned-initial-time.learn");
    }

    @Test
    void aBackEndWhoseJarsAreAbsentIsRefusedAtItsLine() {
        JobCompute compute = plan("backend = nd4j").compute();
        UserError error = catchThrowableOfType(UserError.class, () -> compute.compute(1));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error).hasMessageContainingAll("expected the jars of turnpike-nd4j", "found none", "--backend nd4j");
        Optional<Device> device = Optional.of(new Device("gpu", "0"));
        assertThat(catchThrowableOfType(UserError.class, () -> compute.compute(1, device))
                        .exitCode())
                .isEqualTo(ExitCode.CLUSTER);
    }

    @Test
    void aStageMayBeginWhereTheOneBeforeBegan() {
        JobPlan plan = plan("stages = [vanilla, minimum-time]\n"
                + "minimum-time { initial-time = previous, terminal-time.initial = previous }");
        NeuralOde model = model(plan).withTerminalTime(TerminalTime.fixed(0.25, 0.75));
        TerminalTime time = plan.stages().get(1).stage(model).terminalTime();
        assertThat(time.t0()).isEqualTo(0.25);
        assertThat(time.lower()).isEqualTo(0.26);
    }

    @Test
    void aStageMayBeginWhereTheOneBeforeEnded() {
        JobPlan plan = plan("stages = [vanilla, minimum-time]\nminimum-time.terminal-time.initial = previous");
        NeuralOde model = model(plan).withTerminalTime(TerminalTime.fixed(0, 0.75));
        assertThat(plan.stages().get(1).stage(model).terminalTime().value()).isEqualTo(0.75);
        assertThat(failure("minimum-time.terminal-time.initial = previous"))
                .hasMessageContaining(":3: expected a terminal time in the first stage for minimum-time.terminal-time");
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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            solver.rtol = 1e-3                     | a tolerance beside the other one for solver.atol | none
            solver { rtol = 1e-3, atol = 1e-3 }    | a method with an error estimate beside solver.rtol for solver.method | rk4
            solver { method = dopri5, rtol = 1e-3, atol = 1e-3, steps = 4 } | none beside solver.rtol for solver.steps | 4
            data { validation = 0.2, validation-column = v } | none beside data.validation-column for data.validation | 0.2
            data.validation = 1                    | a fraction above 0 and below 1, a path, a generator or none for data.validation | 1
            data.train = "mons?n=3"                | one of the generators annuli, circles, moons, negation, random-images, spirals | mons
            data.test = "moons?noise=x"            | a number from 0.0 to 100.0 | x
            data.train = none                      | a generator or a path for data.train | none
            model.learned-augment = true           | false without augmented dimensions for model.learned-augment | true
            model { field = stable, speed-bound = 1 } | none with model.field = stable for model.speed-bound | 1
            model { field = stable, time-dependent = true } | false with model.field = stable for model.time-dependent | true
            model.field = stochastic               | euler-maruyama or stochastic-heun with model.field = stochastic for solver.method | rk4
            solver.method = stochastic-heun        | a method without noise with model.field = mlp for solver.method | stochastic-heun
            solver { method = stochastic-heun, atol = 1e-3 } | none with solver.method = stochastic-heun for solver.atol | 0.001
            solver.method = euler-maruyama, gradient = backsolve | discrete with solver.method = euler-maruyama for gradient | backsolve
            data { standardise = true, augmentation.flip = true } | false with data.augmentation for data.standardise | true
            data.images.size = [4, 4, 3]           | two numbers, rows and columns, for data.images.size | [4,4,3]
            stages = []                            | at least one stage for stages | []
            """)
    void whatDoesNotFitTogetherIsToldWithItsLine(String text, String expected, String found) {
        UserError error = failure(text);
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error.expected()).contains(expected);
        assertThat(error.found()).contains(found);
        assertThat(error.where()).matches(".*job\\.conf:3.*|reference\\.conf.*");
        assertThat(error.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            minimum-time.schedule { name = exponential, factor = 2 } | must lie in (0, 1], found 2.0
            minimum-time.schedule { name = milestones, milestones = [5, 3] } | ascending; found [5, 3]
            minimum-time.optimizer { name = momentum, momentum = 0, nesterov = true } | needs a factor above 0, found 0
            minimum-time.terminal-time { lower = 2, upper = 0.5 } | must satisfy t0 < lower ≤ upper
            minimum-time.terminal-time { lower = 1.5, upper = 2 } | must lie within its bounds [1.5, 2.0], found 1.0
            minimum-time.terminal-time.initial = -1 | must be finite and later than t0 = 0.0, found -1.0
            model { field = stable, activation = relu } | infinitely differentiable, found the activation RELU
            """)
    void whatTheCoreRefusesIsToldWithItsLine(String text, String message) {
        UserError error = failure(text);
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error.where()).endsWith("job.conf:3");
        assertThat(error).hasMessageContaining(message);
    }

    @Test
    void whatDoesNotFitTheDataIsToldWithItsLine() {
        UserError state = catchThrowableOfType(UserError.class, () -> architecture("model.state = 3"));
        assertThat(state)
                .hasMessage(
                        directory.resolve("job.conf") + ":3: expected auto, or the number of inputs, which is 2, for"
                                + " model.state, found 3. With model.input = affine the state may have any width.");
        UserError odd = catchThrowableOfType(
                UserError.class, () -> architecture("model { field = second-order, augment = 1 }"));
        assertThat(odd).hasMessageContaining("job.conf:3: expected settings of model that fit together");
        assertThat(odd.remedy()).contains("width must be even, found 3. Augment the state by one dimension more");
        UserError noImage = catchThrowableOfType(UserError.class, () -> model(plan("data.augmentation.flip = true")));
        assertThat(noImage)
                .hasMessageContaining("since 2 inputs are no square image of one or three channels, for model.image");
        UserError farther = catchThrowableOfType(
                UserError.class, () -> model(plan("data.augmentation.crop-padding = 2, model.image = [1, 1, 2]")));
        assertThat(farther)
                .hasMessageContaining("job.conf:3: expected settings of data.augmentation that fit together");
        assertThat(farther.remedy()).contains("a padding below the sides of the images, which are 1×1×2, found 2");
        UserError restless = catchThrowableOfType(
                UserError.class, () -> model(plan("model.time-dependent = true, cost.steady-state = 0.5")));
        assertThat(restless).hasMessageContaining("job.conf:3: expected settings of cost that fit together");
        assertThat(restless.remedy()).contains("needs a field that does not depend on time");
        Schema three = new Schema(List.of("x", "y"), new Outputs.Classes(List.of("a", "b", "c")));
        UserError output = catchThrowableOfType(
                UserError.class,
                () -> new JobModel(job("model.output = identity").settings()).architecture(three));
        assertThat(output)
                .hasMessageContaining("expected affine or mlp for 3 outputs from a state of 2 for model.output")
                .hasMessageEndingWith("Set model.output = affine, or model.augment to at least 1.");
        UserError cost = catchThrowableOfType(
                UserError.class, () -> stage("data.train = negation, cost.terminal = cross-entropy"));
        assertThat(cost).hasMessageContaining("squared-error, since the targets are numbers, for cost.terminal");
        assertThat(stage("cost.terminal = squared-error").name()).isEqualTo("minimum-time");
    }

    @Test
    void aCostMayBePaidAllAlong() {
        assertThat(objective("cost.integral = 0.5").runningCost()).isPresent();
        assertThat(objective("cost.terminal-weight = 0.2").terminalWeight()).isEqualTo(0.2);
        UserError nothing = catchThrowableOfType(UserError.class, () -> objective("cost.terminal-weight = 0"));
        assertThat(nothing)
                .hasMessageContaining("expected a weight above 0 here or for cost.terminal-weight for cost.integral");
    }

    @Test
    void aStochasticMethodTakesStepsAndPaths() {
        assertThat(plan("model.field = stochastic, solver { method = euler-maruyama, steps = 7, paths = 3 }")
                        .solver())
                .isEqualTo(new SolverSettings.Stochastic(StochasticMethod.EULER_MARUYAMA, new StepRule.Count(7), 3));
    }

    @Test
    void columnsCannotBeChosenOfAGenerator() {
        JobPlan plan = plan("data.features = [x]");
        UserError error = catchThrowableOfType(
                UserError.class, () -> plan.data().requireFits(new Source.Generated("moons?n=64")));
        assertThat(error)
                .hasMessageContaining(
                        ":3: expected all, since a generator has no columns to choose from, for data.features");
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

    private double[] bounds(String text) {
        TerminalTime time = ((MinimumTime) stage(text)).terminalTime();
        return new double[] {time.lower(), time.upper()};
    }

    private Stage stage(String text) {
        JobPlan plan = plan(text);
        return plan.stages().get(0).stage(model(plan));
    }

    private Objective objective(String text) {
        JobPlan plan = plan(text);
        return plan.stages().get(0).stage(model(plan)).objective(model(plan));
    }

    private static NeuralOde model(JobPlan plan) {
        return plan.newModel(
                new SourceReader(SparkDriver.storage()).read(plan.data().settings()));
    }

    private Architecture architecture(String text) {
        return new JobModel(job(text).settings()).architecture(PLANE);
    }

    private UserError failure(String text) {
        return catchThrowableOfType(UserError.class, () -> plan(text));
    }

    private JobPlan plan(String text) {
        return JobPlan.of(job(text));
    }

    /** The text begins in line 3. */
    private JobFile job(String text) {
        try {
            Path file = Files.writeString(directory.resolve("job.conf"), MOONS + text);
            return JobFile.load(file.toString(), List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
