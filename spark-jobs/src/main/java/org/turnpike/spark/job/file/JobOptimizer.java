package org.turnpike.spark.job.file;

import static org.turnpike.spark.job.file.Rule.above;
import static org.turnpike.spark.job.file.Rule.atLeast;
import static org.turnpike.spark.job.file.Rule.count;
import static org.turnpike.spark.job.file.Rule.fromBelow;
import static org.turnpike.spark.job.file.Rule.listOf;
import static org.turnpike.spark.job.file.Rule.oneOf;
import static org.turnpike.spark.job.file.Rule.truth;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.training.optimizer.OptimizerSettings;
import org.turnpike.training.optimizer.Schedule;

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

    /** What a block {@code optimizer} may hold, each key after {@code prefix}. */
    static Map<String, Rule> optimizerKeys(String prefix) {
        Map<String, Rule> keys = new TreeMap<>();
        keys.put(prefix + "name", oneOf("sgd", "momentum", "adam", "adamw"));
        keys.put(prefix + "rate", above(0));
        keys.put(prefix + "beta1", fromBelow(0, 1));
        keys.put(prefix + "beta2", fromBelow(0, 1));
        keys.put(prefix + "epsilon", above(0));
        keys.put(prefix + "momentum", fromBelow(0, 1));
        keys.put(prefix + "nesterov", truth());
        keys.put(prefix + "weight-decay", atLeast(0));
        return keys;
    }

    /** What a block {@code schedule} may hold, each key after {@code prefix}. */
    static Map<String, Rule> scheduleKeys(String prefix) {
        Map<String, Rule> keys = new TreeMap<>();
        keys.put(prefix + "name", oneOf("constant", "exponential", "milestones", "cosine"));
        keys.put(prefix + "factor", above(0));
        keys.put(prefix + "milestones", listOf(count(1), 0));
        keys.put(prefix + "final-fraction", atLeast(0));
        return keys;
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
