package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.objective.LyapunovSampling;
import org.turnpike.objective.TaylorRegulariser;
import org.turnpike.spark.driver.SparkDriver;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.source.SourceReader;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.SecondOrder;
import org.turnpike.training.stage.LyaNet;
import org.turnpike.training.stage.Snopt;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Steer;
import org.turnpike.training.stage.TayNode;

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

    @Test
    void lyanetDrawsAsItsAuthorsDoUnlessTold() {
        LyapunovSampling published = ((LyaNet) stage("lyanet", "")).sampling();
        assertThat(published.radius()).isCloseTo(15 * Math.sqrt(2), within(1e-12));
        assertThat(published.loss().kappa()).isCloseTo(Math.log(15 * Math.sqrt(2)), within(1e-12));
        assertThat(published.centre()).isEqualTo(LyapunovSampling.Centre.ORIGIN);
        LyapunovSampling told = ((LyaNet) stage(
                        "lyanet",
                        "lyanet { kappa = 3, radius = 0.5, states = 2, centre = encoding, potential = stopped }"))
                .sampling();
        LyapunovLoss loss = new LyapunovLoss(3, LyapunovLoss.Sum.INTEGRAL, LyapunovLoss.Potential.STOPPED);
        assertThat(told).isEqualTo(new LyapunovSampling(loss, 2, LyapunovSampling.Centre.ENCODING, 0.5));
    }

    @Test
    void snoptHasThePublishedConstants() {
        Snopt published = (Snopt) stage("snopt", "");
        assertThat(published.order())
                .isEqualTo(new SecondOrder(100, 0.05, 0.75, Optional.of(new SecondOrder.Horizon(0.1, 0.01, 100))));
        assertThat(published.settings().optimizer())
                .isEqualTo(new OptimizerSettings.Sgd(0.02, 0, OptimizerSettings.Momentum.CLASSICAL));
        assertThat(published.terminalTime().lower()).isEqualTo(0.01);
        Snopt fixed = (Snopt) stage("snopt", "snopt.terminal-time { initial = 0.5, rate = none }");
        assertThat(fixed.order().terminalTime()).isEmpty();
        assertThat(fixed.terminalTime()).isEqualTo(TerminalTime.fixed(0, 0.5));
    }

    @Test
    void snoptRefusesFieldsOtherThanPerceptrons() {
        UserError error = catchThrowableOfType(UserError.class, () -> stage("snopt", "model.field = stable"));
        assertThat(error.remedy()).contains("Use an mlp as the field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "steer | steer.half-width = 0 | expected a number above 0, or auto for steer.half-width, found 0",
                "steer | steer.half-width = 1 | a number above 0 and below t_f − t0 = 1 for steer.half-width, found 1",
                "lyanet | lyanet.kappa = 0 | expected a number above 0, or auto for lyanet.kappa, found 0",
                "lyanet | lyanet.states = 0 | expected a whole number from 1 to 64 for lyanet.states, found 0",
                "snopt | snopt.damping = 0 | expected a number above 0 for snopt.damping, found 0",
                "snopt | snopt.moment-decay = 1.5 | expected a number from 0 to 1 for snopt.moment-decay, found 1.5",
                "snopt | snopt.terminal-time.lower = 2 | expected settings of snopt.terminal-time that fit together",
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
