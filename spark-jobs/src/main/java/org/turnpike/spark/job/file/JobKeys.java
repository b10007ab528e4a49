package org.turnpike.spark.job.file;

import static org.turnpike.spark.job.file.Rule.above;
import static org.turnpike.spark.job.file.Rule.atLeast;
import static org.turnpike.spark.job.file.Rule.count;
import static org.turnpike.spark.job.file.Rule.fromBelow;
import static org.turnpike.spark.job.file.Rule.listOf;
import static org.turnpike.spark.job.file.Rule.oneOf;
import static org.turnpike.spark.job.file.Rule.separator;
import static org.turnpike.spark.job.file.Rule.text;
import static org.turnpike.spark.job.file.Rule.truth;
import static org.turnpike.spark.job.file.Rule.whole;
import static org.turnpike.spark.job.file.Rule.within;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.turnpike.spark.source.DataFormat;

/**
 * What each key of {@code conf/reference.conf} may hold; what is a stage's own, its {@link StageKind} says. The defaults and
 * the words that explain a key stand there; a test holds the two together.
 */
final class JobKeys {

    private static final Map<String, Rule> RULES = rules();

    private JobKeys() {}

    /** The rule of every key, by its path. */
    static Map<String, Rule> byPath() {
        return RULES;
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new TreeMap<>();
        data(rules);
        model(rules);
        solver(rules);
        rules.put("gradient", oneOf("discrete", "backsolve", "interpolated"));
        rules.put("cost.terminal", oneOf("auto", "cross-entropy", "truncated-cross-entropy", "squared-error"));
        rules.put("cost.truncation", atLeast(0));
        rules.put("cost.terminal-weight", atLeast(0));
        rules.put("cost.integral", atLeast(0));
        rules.put("cost.steady-state", atLeast(0));
        rules.put("cost.weight-decay", atLeast(0));
        rules.put("cost.kinetic-energy", atLeast(0));
        rules.put("cost.jacobian-norm", atLeast(0));
        rules.put("cost.directions", oneOf("rademacher", "gaussian"));
        rules.put("backend", oneOf("auto", "vector", "nd4j", "reference"));
        rules.put("threads", count(1).or("auto"));
        rules.put("stages", listOf(oneOf(StageKinds.names()), 0));
        everyStage(rules, "every-stage.");
        JobTime.givenKeys().forEach((key, rule) -> rules.put("every-stage." + key, rule));
        for (StageKind kind : StageKinds.all()) {
            everyStage(rules, kind.name() + ".");
            kind.keys().forEach((key, rule) -> rules.put(kind.name() + "." + key, rule));
        }
        stream(rules);
        rules.put("cluster.workers", count(1).or("auto"));
        rules.put("cluster.logical-shards", count(1).or("auto"));
        rules.put("cluster.memory-share", fromBelow(0, 1));
        rules.put("cluster.segment-retries", count(0));
        rules.put("cluster.executor-timeout", above(0));
        rules.put("cluster.silence-timeout", above(0));
        rules.put("cluster.work-timeout", above(0));
        rules.put("cluster.port", count(1).or("auto"));
        rules.put("cluster.checkpoint-every", count(1));
        rules.put("cluster.checkpoint-pause", atLeast(0).or("auto"));
        rules.put("cluster.checkpoint-keep", count(1));
        rules.put("tracking.mlflow", text());
        rules.put("tracking.experiment", text());
        rules.put("tracking.run-name", text());
        rules.put("seed", whole());
        rules.put("progress", count(1).or("auto").or("none"));
        return Collections.unmodifiableMap(rules);
    }

    private static void data(Map<String, Rule> rules) {
        rules.put("data.train", text());
        rules.put("data.validation", text());
        rules.put("data.validation-column", text());
        rules.put("data.test", text());
        rules.put("data.format", oneOf(DataFormat.keys()).or("auto"));
        rules.put("data.label", text().orSeveral());
        rules.put("data.task", oneOf("auto", "classification", "regression", "density"));
        rules.put("data.features", listOf(text(), 1).or("all"));
        rules.put("data.weight", text());
        rules.put("data.id", text());
        rules.put("data.header", truth());
        rules.put("data.separator", separator());
        rules.put("data.skip-lines", count(0));
        rules.put("data.invalid", oneOf("error", "skip"));
        rules.put("data.rows", count(2).or("all"));
        rules.put("data.images.size", listOf(count(1), 2).or("auto"));
        rules.put("data.images.channels", oneOf("auto", "grey", "colour"));
        rules.put("data.augmentation.crop-padding", count(0));
        rules.put("data.augmentation.flip", truth());
        for (String light : new String[] {"brightness", "contrast", "saturation"}) {
            rules.put("data.augmentation." + light, within(0, 1));
        }
        rules.put("data.standardise", truth());
        rules.put("data.seed", whole());
    }

    private static void stream(Map<String, Rule> rules) {
        rules.put("stream.format", text());
        rules.put("stream.path", text());
        rules.put("stream.options", listOf(text(), 0));
        rules.put("stream.schema", text());
        rules.put("stream.select", listOf(text(), 0));
        rules.put("stream.classes", listOf(text(), 2).or("auto"));
        rules.put("stream.trigger", text());
        rules.put("stream.batches", count(1).or("none"));
        rules.put("stream.publish-every", count(1));
    }

    private static void model(Map<String, Rule> rules) {
        rules.put(
                "model.field",
                oneOf(
                        "mlp",
                        "concat",
                        "hyper-network",
                        "stable",
                        "port-hamiltonian",
                        "second-order",
                        "stochastic",
                        "conv"));
        rules.put("model.energy-floor", oneOf("square", "sigmoid", "softplus"));
        rules.put("model.structure", oneOf("diagonal", "full", "state-dependent"));
        rules.put("model.structure-hidden", listOf(count(1), 0));
        rules.put("model.coupling", oneOf("damped", "block"));
        rules.put("model.margin", above(0));
        rules.put("model.field-gain", above(0));
        rules.put("model.hyper-hidden", listOf(count(1), 0));
        rules.put("model.trace", oneOf("exact", "hutchinson"));
        rules.put("model.base-variance", above(0));
        rules.put("model.inverse-temperature", above(0));
        rules.put("model.hidden", listOf(count(1), 0));
        rules.put(
                "model.activation",
                oneOf("tanh", "relu", "softplus", "elu", "sigmoid", "silu", "gelu", "sine", "identity"));
        rules.put("model.augment", count(0));
        rules.put("model.learned-augment", truth());
        rules.put("model.time-dependent", truth());
        rules.put("model.data-controlled", truth());
        rules.put("model.input", oneOf("identity", "affine", "mlp", "conv-stem"));
        rules.put("model.input-hidden", listOf(count(1), 1));
        rules.put("model.output", oneOf("identity", "affine", "mlp", "conv-head"));
        rules.put("model.image", listOf(count(1), 3).or("auto"));
        rules.put("model.channels", count(1));
        rules.put("model.groups", count(1));
        rules.put("model.output-hidden", listOf(count(1), 1));
        rules.put("model.state", count(1).or("auto"));
        rules.put("model.speed-bound", above(0).or("none"));
        rules.put("model.seed", whole());
    }

    private static void solver(Map<String, Rule> rules) {
        rules.put("solver.method", oneOf(JobSolver.methods()));
        rules.put("solver.paths", count(1));
        rules.put("solver.step", above(0));
        rules.put("solver.steps", count(1).or("none"));
        rules.put("solver.rtol", above(0).or("none"));
        rules.put("solver.atol", above(0).or("none"));
        rules.put("solver.max-steps", count(1));
        rules.put("solver.first-step", above(0).or("auto"));
    }

    private static void everyStage(Map<String, Rule> rules, String block) {
        rules.put(block + "epochs", count(1));
        rules.put(block + "batch", count(1).or("all"));
        rules.putAll(JobOptimizer.optimizerKeys(block + "optimizer."));
        rules.putAll(JobOptimizer.scheduleKeys(block + "schedule."));
        rules.put(block + "clip-norm", above(0).or("none"));
        rules.put(block + "validate-every", count(1));
        rules.put(block + "early-stopping.patience", count(1).or("none"));
    }
}
