package org.turnpike.spark.job.file;

import static org.turnpike.spark.job.file.Rule.anyNumber;
import static org.turnpike.spark.job.file.Rule.oneOf;
import static org.turnpike.spark.job.file.Rule.truth;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.turnpike.model.NeuralOde;
import org.turnpike.model.TerminalTime;
import org.turnpike.solver.SolverSettings;
import org.turnpike.solver.StepRule;
import org.turnpike.spark.words.Numbers;
import org.turnpike.training.stage.LearnedTime;
import org.turnpike.training.stage.Stage;

/**
 * When the solutions of a stage begin and end: a terminal time that is given ({@code terminal-time = 1.0}), or the block
 * {@code terminal-time} of one that is learned, and with it perhaps the initial time. Every kind of stage has one or the
 * other.
 */
final class JobTime {
    private static final String KEY = "terminal-time";
    private static final String INITIAL = "initial-time";
    private static final String LEARNED_INITIAL = "learned-initial-time";

    private final Settings block;
    private final SolverSettings solver;
    private final Kind kind;

    private enum Kind {
        GIVEN,
        LEARNED,
        BOUNDED
    }

    private JobTime(StageSettings settings, Kind kind) {
        this.block = settings.block();
        this.solver = settings.solver();
        this.kind = kind;
        if (kind == Kind.LEARNED) {
            JobOptimizer.optimizer(block.block(KEY));
            JobOptimizer.schedule(block.block(KEY));
            JobOptimizer.optimizer(block.block(LEARNED_INITIAL));
            JobOptimizer.schedule(block.block(LEARNED_INITIAL));
        }
        known();
    }

    /** One that nothing learns. */
    static JobTime given(StageSettings settings) {
        return new JobTime(settings, Kind.GIVEN);
    }

    /** One that is learned within bounds, by an optimizer of its own. */
    static JobTime learned(StageSettings settings) {
        return new JobTime(settings, Kind.LEARNED);
    }

    /** One that is learned within bounds, by a rule of the stage's own. */
    static JobTime bounded(StageSettings settings) {
        return new JobTime(settings, Kind.BOUNDED);
    }

    /** What a stage's block may hold about a terminal time that is given. */
    static Map<String, Rule> givenKeys() {
        return Map.of(INITIAL, anyNumber().or("previous"), KEY, anyNumber().or("previous"));
    }

    /** What a stage's block may hold about a terminal time that is learned. */
    static Map<String, Rule> learnedKeys() {
        Map<String, Rule> keys = new TreeMap<>(boundedKeys());
        keys.put("updates", oneOf("joint", "alternating"));
        keys.putAll(JobOptimizer.optimizerKeys(KEY + ".optimizer."));
        keys.putAll(JobOptimizer.scheduleKeys(KEY + ".schedule."));
        keys.putAll(JobOptimizer.optimizerKeys(LEARNED_INITIAL + ".optimizer."));
        keys.putAll(JobOptimizer.scheduleKeys(LEARNED_INITIAL + ".schedule."));
        return keys;
    }

    /** What a stage's block may hold about times that are learned in any way: their starts and their bounds. */
    static Map<String, Rule> boundedKeys() {
        return Map.of(
                INITIAL,
                anyNumber().or("previous"),
                KEY + ".initial",
                anyNumber().or("previous"),
                KEY + ".lower",
                anyNumber().or("auto"),
                KEY + ".upper",
                anyNumber().or("centred").or("start"),
                LEARNED_INITIAL + ".learn",
                truth(),
                LEARNED_INITIAL + ".lower",
                anyNumber().or("auto"),
                LEARNED_INITIAL + ".upper",
                anyNumber().or("auto"));
    }

    /** Where solutions begin; empty for where the stage before has left it. */
    Optional<Double> initial() {
        OptionalDouble initial = block.optionalNumber(INITIAL);
        return initial.isPresent() ? Optional.of(initial.getAsDouble()) : Optional.empty();
    }

    /** Where it starts; empty for where the stage before has left it. */
    Optional<Double> start() {
        OptionalDouble start = kind == Kind.GIVEN
                ? block.optionalNumber(KEY)
                : block.block(KEY).optionalNumber("initial");
        return start.isPresent() ? Optional.of(start.getAsDouble()) : Optional.empty();
    }

    /** The times that a stage begins with, where they do not depend on a stage before. */
    Optional<TerminalTime> known() {
        return initial().flatMap(t0 -> start().map(tf -> between(t0, tf)));
    }

    /** Where it is, or where it starts, for a person. */
    String words() {
        String verb = kind == Kind.GIVEN ? "t_f = " : "t_f learned from ";
        String terminal = verb + start().map(Numbers::plain).orElse("that of the model before");
        return isInitialLearned()
                ? terminal + ", t0 learned from "
                        + initial().map(Numbers::plain).orElse("that of the model before")
                : terminal;
    }

    /** The terminal time that a stage begins with, which goes on from {@code model}. */
    TerminalTime of(NeuralOde model) {
        return between(
                initial().orElse(model.terminalTime().t0()),
                start().orElse(model.terminalTime().value()));
    }

    /** Of one that is learned: where it starts in a stage that goes on from {@code model}, and how it moves. */
    LearnedTime learnedOf(NeuralOde model) {
        Settings terminal = block.block(KEY);
        Settings initial = block.block(LEARNED_INITIAL);
        return new LearnedTime(
                of(model),
                block.text("updates").equals("joint") ? Stage.Learning.JOINT : Stage.Learning.ALTERNATING,
                JobOptimizer.optimizer(terminal),
                JobOptimizer.schedule(terminal),
                JobOptimizer.optimizer(initial),
                JobOptimizer.schedule(initial));
    }

    private boolean isInitialLearned() {
        return kind != Kind.GIVEN && block.block(LEARNED_INITIAL).truth("learn");
    }

    private TerminalTime between(double t0, double start) {
        TerminalTime time = block.made(KEY, () -> {
            TerminalTime fixed = TerminalTime.fixed(t0, start);
            return kind == Kind.GIVEN ? fixed : bounded(fixed, block.block(KEY));
        });
        return isInitialLearned() ? block.made(LEARNED_INITIAL, () -> withInitialBounds(time)) : time;
    }

    /** Learned between where it starts and ε before T, or the bounds that are given; t_f then stays behind it. */
    private TerminalTime withInitialBounds(TerminalTime time) {
        Settings learned = block.block(LEARNED_INITIAL);
        double margin = margin(time.length());
        double lower = learned.optionalNumber("lower").orElse(time.t0());
        double upper = learned.optionalNumber("upper").orElse(time.upper() - margin);
        if (!(lower < upper)) {
            throw new IllegalArgumentException("An initial time that is learned needs room: lower = " + lower
                    + " must be below upper = " + upper + ".");
        }
        double earliest = block.block(KEY).optionalNumber("lower").orElse(lower + margin);
        return new TerminalTime(
                time.t0(), time.value(), earliest, time.upper(), new TerminalTime.InitialBounds(lower, upper, margin));
    }

    private TerminalTime bounded(TerminalTime fixed, Settings time) {
        OptionalDouble lower = time.optionalNumber("lower");
        OptionalDouble upper = time.optionalNumber("upper");
        TerminalTime.UpperBound rule =
                time.text("upper").equals("start") ? TerminalTime.UpperBound.AT_START : TerminalTime.UpperBound.CENTRED;
        TerminalTime bounded = fixed.bounded(margin(fixed.length()), rule);
        return bounded.withBounds(lower.orElse(bounded.lower()), upper.orElse(bounded.upper()));
    }

    /** ε of Eq. 14: the step, or where there is none that is short enough, a hundredth of the way. */
    private double margin(double length) {
        double hundredth = length / 100;
        return solver.fixedSteps().orElse(null) instanceof StepRule.Size size && size.length() <= length / 2
                ? size.length()
                : hundredth;
    }
}
