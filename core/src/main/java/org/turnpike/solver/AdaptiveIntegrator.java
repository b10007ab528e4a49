package org.turnpike.solver;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/**
 * Attempts steps until every sample of the tile has arrived, each at its own times; see {@link AttemptProgram}.
 *
 * <p>An attempt in which at least one sample's step was accepted is a step of this solve; the others' length in it is 0. So
 * going back over the steps treats all samples alike.
 */
public final class AdaptiveIntegrator implements Integrator {

    private final Workspace workspace;
    private final SolverSettings.Adaptive settings;
    private final AdaptiveFailures failures;
    private final StepBuffers buffers;
    private final Buffer time;
    private final Buffer end;
    private final Buffer size;
    private final Buffer memory;
    private final Buffer rejected;
    private final Buffer status;
    private final Call begin;
    private final Call attempt;
    private final Tape history;
    private int steps;
    private long attemptsOfSamples;
    private long stepsOfSamples;
    private double stepsPerSample;

    /**
     * @param dynamics as in {@link StepProgram#of}; its inputs other than z and t are among the constants of {@code buffers}
     * @param results {@link StepProgram#COEFFICIENTS}, where it is wanted
     */
    public AdaptiveIntegrator(
            Workspace workspace,
            SolverSettings.Adaptive settings,
            Program dynamics,
            StepBuffers buffers,
            Map<String, Buffer> results) {
        this.workspace = workspace;
        this.settings = settings;
        this.failures = new AdaptiveFailures(settings);
        this.buffers = buffers;
        this.time = workspace.allocate(1);
        this.end = workspace.allocate(1);
        this.size = workspace.allocate(1);
        this.memory = workspace.allocate(1);
        this.rejected = workspace.allocate(1);
        this.status = workspace.allocate(1);
        this.history = workspace.newTape(buffers.start(), buffers.length(), buffers.lengthShare());

        Map<String, Buffer> inputs = new HashMap<>(buffers.constants());
        inputs.putAll(Map.of("z", buffers.state(), "t", time, "end", end, "size", size));
        inputs.putAll(Map.of("memory", memory, "rejected", rejected));
        Map<String, Buffer> outputs = new HashMap<>(results);
        outputs.putAll(Map.of("z", buffers.state(), "t", time, "size", size, "memory", memory, "rejected", rejected));
        outputs.putAll(Map.of("start", buffers.start(), "length", buffers.length(), "ends", buffers.lengthShare()));
        outputs.put("status", status);
        Map<String, Buffer> firstOutputs = new HashMap<>();
        if (settings.firstStep().isEmpty()) {
            firstOutputs.put("size", size);
        }
        if (settings.method().isFirstSameAsLast()) {
            Buffer k1 = workspace.allocate(dynamics.outputWidth("dz"));
            inputs.put("k1", k1);
            outputs.put("k1", k1);
            firstOutputs.put("k1", k1);
        }
        this.begin = workspace.prepare(FirstStepProgram.of(settings, dynamics), inputs, firstOutputs);
        this.attempt = workspace.prepare(AttemptProgram.of(settings, dynamics), inputs, outputs);
    }

    @Override
    public StepBuffers buffers() {
        return buffers;
    }

    /** Where every sample is, rows(1). */
    public Buffer time() {
        return time;
    }

    /** Where every sample is to stop, rows(1). */
    public Buffer end() {
        return end;
    }

    @Override
    public Integration integrate(double initialTime, double terminalTime, int rows, StepRecorder recorder) {
        workspace.fill(time, initialTime);
        workspace.fill(end, terminalTime);
        begin();
        if (initialTime == terminalTime) {
            standStill(initialTime, rows, recorder);
        }
        Optional<SolveFailure> failure = proceed(rows, recorder);
        return new Integration(evaluations(rows), failure);
    }

    /** Forgets the last solve, and chooses every sample's first step from {@link #time} towards {@link #end}. */
    public void begin() {
        steps = 0;
        attemptsOfSamples = 0;
        stepsOfSamples = 0;
        settings.firstStep().ifPresent(first -> workspace.fill(size, first));
        workspace.fill(memory, StepSizeControl.initialMemory());
        workspace.fill(rejected, 0);
        begin.run();
    }

    /**
     * Takes every sample from {@link #time} to {@link #end}. After a new end further on it may be called again, and goes on
     * with the step lengths it had.
     *
     * @return why it stopped short, if it did
     */
    public Optional<SolveFailure> proceed(int rows, StepRecorder recorder) {
        for (int attempts = 1; ; attempts++) {
            recorder.before(steps);
            attempt.run();
            int accepted = 0;
            boolean going = false;
            for (int lane = 0; lane < rows; lane++) {
                int found = (int) workspace.read(status, 0, lane);
                if (found == AttemptProgram.STUCK || found == AttemptProgram.NON_FINITE) {
                    return Optional.of(failure(found, lane));
                }
                attemptsOfSamples += found == AttemptProgram.RESTING ? 0 : 1;
                accepted += found == AttemptProgram.ARRIVED || found == AttemptProgram.ADVANCED ? 1 : 0;
                going |= found == AttemptProgram.ADVANCED || found == AttemptProgram.REJECTED;
            }
            stepsOfSamples += accepted;
            if (accepted > 0) {
                history.save(steps);
                recorder.after(steps);
                steps++;
            }
            if (!going) {
                stepsPerSample = (double) stepsOfSamples / rows;
                return Optional.empty();
            }
            if (attempts == settings.maximumSteps()) {
                return Optional.of(stepLimit(rows));
            }
        }
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public void recall(int step) {
        history.restore(step);
    }

    @Override
    public boolean lengthMovesWithTerminalTime(int step) {
        // Which samples end in which step is known only to the tile.
        return true;
    }

    @Override
    public double stepsPerSample() {
        return stepsPerSample;
    }

    /** One step of length 0, so that dℓ/dt_f has a step to come from. */
    private void standStill(double time, int rows, StepRecorder recorder) {
        recorder.before(steps);
        workspace.fill(buffers.start(), time);
        workspace.fill(buffers.length(), 0);
        workspace.fill(buffers.lengthShare(), 1);
        history.save(steps);
        recorder.after(steps);
        steps++;
        stepsOfSamples += rows;
    }

    /** Evaluations of the field since {@link #begin}, mean over the samples. */
    public double evaluations(int rows) {
        boolean reusesLastStage = settings.method().isFirstSameAsLast();
        int first = settings.firstStep().isEmpty() ? 2 : reusesLastStage ? 1 : 0;
        int each = reusesLastStage
                ? settings.method().stages() - 1
                : settings.method().stages();
        return first + (double) attemptsOfSamples * each / rows;
    }

    private SolveFailure failure(int found, int lane) {
        double at = workspace.read(time, 0, lane);
        return found == AttemptProgram.NON_FINITE ? failures.nonFinite(lane, at) : failures.stepSizeUnderflow(lane, at);
    }

    private SolveFailure stepLimit(int rows) {
        int lane = 0;
        while (lane + 1 < rows && hasArrived(lane)) {
            lane++;
        }
        return failures.stepLimit(lane, workspace.read(time, 0, lane));
    }

    private boolean hasArrived(int lane) {
        return workspace.read(time, 0, lane) == workspace.read(end, 0, lane);
    }
}
