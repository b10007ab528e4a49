package org.turnpike.spark.job;

import java.util.Arrays;
import org.turnpike.training.OptimizerSettings;
import org.turnpike.training.Schedule;

/** The blocks {@code optimizer} and {@code schedule} of a job file, wherever they stand. */
final class JobOptimizer {
    private JobOptimizer() {}

    /** @param parent the block in which {@code optimizer} stands */
    static OptimizerSettings optimizer(Settings parent) {
        return parent.made("optimizer", () -> optimizerIn(parent.block("optimizer")));
    }

    /** @param parent the block in which {@code schedule} stands */
    static Schedule schedule(Settings parent) {
        return parent.made("schedule", () -> scheduleIn(parent.block("schedule")));
    }

    private static OptimizerSettings optimizerIn(Settings block) {
        double rate = block.number("rate");
        return switch (block.text("name")) {
            case "sgd" -> new OptimizerSettings.Sgd(rate, 0, OptimizerSettings.Momentum.CLASSICAL);
            case "momentum" ->
                new OptimizerSettings.Sgd(
                        rate,
                        block.number("momentum"),
                        block.truth("nesterov")
                                ? OptimizerSettings.Momentum.NESTEROV
                                : OptimizerSettings.Momentum.CLASSICAL);
            case "adamw" ->
                new OptimizerSettings.AdamW(
                        rate,
                        block.number("beta1"),
                        block.number("beta2"),
                        block.number("epsilon"),
                        block.number("weight-decay"));
            default ->
                new OptimizerSettings.Adam(rate, block.number("beta1"), block.number("beta2"), block.number("epsilon"));
        };
    }

    private static Schedule scheduleIn(Settings block) {
        double factor = block.number("factor");
        return switch (block.text("name")) {
            case "exponential" -> new Schedule.Exponential(factor);
            case "milestones" ->
                new Schedule.Milestones(
                        Arrays.stream(block.counts("milestones")).boxed().toList(), factor);
            case "cosine" -> new Schedule.Cosine(block.number("final-fraction"));
            default -> new Schedule.Constant();
        };
    }
}
