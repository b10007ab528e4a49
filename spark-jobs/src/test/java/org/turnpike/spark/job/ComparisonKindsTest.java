package org.turnpike.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.model.NeuralOde;
import org.turnpike.objective.TaylorRegulariser;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.training.Stage;
import org.turnpike.training.Steer;
import org.turnpike.training.TayNode;

/** The stages of other papers: from a job file to the core's records, and what their blocks refuse. */
class ComparisonKindsTest {

    @Test
    void steerDrawsTimesWithinHalfOfTheWayUnlessTold() {
        Steer half = (Steer) stage("steer", "steer.terminal-time = 0.8");
        assertThat(half.halfWidth()).isEqualTo(0.4);
        assertThat(half.terminalTime().value()).isEqualTo(0.8);
        Steer told = (Steer) stage("steer", "steer.half-width = 0.25, steer.epochs = 7");
        assertThat(told.halfWidth()).isEqualTo(0.25);
        assertThat(told.settings().epochs()).isEqualTo(7);
    }

    @Test
    void taynodePaysForADerivative() {
        TayNode stage = (TayNode) stage("taynode", "taynode { order = 4, lambda = 0.5 }");
        assertThat(stage.regulariser()).isEqualTo(new TaylorRegulariser(4, 0.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steer | steer.half-width = 0 | expected a number above 0, or auto for steer.half-width, found 0",
                "steer | steer.half-width = 1 | a number above 0 and below t_f − t0 = 1 for steer.half-width, found 1",
                "taynode | taynode.order = 1 | expected a whole number from 2 to 6 for taynode.order, found 1",
                "taynode | taynode.order = 7 | expected a whole number from 2 to 6 for taynode.order, found 7",
                "taynode | taynode.lambda = -1 | expected a number of at least 0 for taynode.lambda, found -1",
                "taynode | taynode.oder = 3 | The nearest is 'taynode.order'"
            })
    void aBadSettingIsToldWithWhatIsAllowed(String stage, String text, String words) {
        UserError error = catchThrowableOfType(UserError.class, () -> JobPlan.of(job(stage, text)));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error).hasMessageContaining(words);
    }

    private static Stage stage(String name, String text) {
        JobPlan plan = JobPlan.of(job(name, text));
        NeuralOde model = plan.newModel(
                new SourceReader(SparkDriver.storage()).read(plan.data().settings()));
        return plan.stages().get(0).stage(model);
    }

    private static JobFile job(String stage, String text) {
        return JobFile.ofCanonical(
                "data.train = \"moons?n=64\"\nstages = [" + stage + "]\n" + text, "the job", List.of());
    }
}
