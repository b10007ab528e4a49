package org.turnpike.spark.job.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.objective.TerminalLoss;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.spark.failure.UserError;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;
import org.turnpike.training.stage.MinimumTime;
import org.turnpike.training.stage.Stage;
import org.turnpike.training.stage.Vanilla;

/** From a job file's stages to the core's: their settings, costs and times. */
class StagePlanTest extends JobPlanFixture {

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
    void aCostMayBePaidAllAlong() {
        assertThat(objective("cost.integral = 0.5").runningCost()).isPresent();
        assertThat(objective("cost.terminal-weight = 0.2").terminalWeight()).isEqualTo(0.2);
        UserError nothing = catchThrowableOfType(UserError.class, () -> objective("cost.terminal-weight = 0"));
        assertThat(nothing)
                .hasMessageContaining("expected a weight above 0 here or for cost.terminal-weight for cost.integral");
    }

    private double[] bounds(String text) {
        TerminalTime time = ((MinimumTime) stage(text)).terminalTime();
        return new double[] {time.lower(), time.upper()};
    }
}
