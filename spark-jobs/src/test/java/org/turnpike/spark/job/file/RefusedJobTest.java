package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.execution.Device;
import org.turnpike.model.Outputs;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.Schema;
import org.turnpike.spark.source.Source;

/** What does not fit together is told with its line. */
class RefusedJobTest extends JobPlanFixture {

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
    void columnsCannotBeChosenOfAGenerator() {
        JobPlan plan = plan("data.features = [x]");
        UserError error = catchThrowableOfType(
                UserError.class, () -> plan.data().requireFits(new Source.Generated("moons?n=64")));
        assertThat(error)
                .hasMessageContaining(
                        ":3: expected all, since a generator has no columns to choose from, for data.features");
    }
}
