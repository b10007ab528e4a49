package org.turnpike.solver;

import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * One attempt of an adaptive step, for every sample its own: the step, its error, whether it is accepted, and the length of
 * the next one, all in one program, so that nothing is decided outside the tile.
 *
 * <p>Per sample it takes, and returns after the attempt: {@code z} the state, {@code t} where it is, {@code size} the
 * length to try (unsigned), {@code memory} of the control, {@code rejected} whether the attempt before failed, and for methods
 * whose last stage is the next first one {@code k1}. It also takes {@code end}, where the sample is to stop; a sample that is
 * there stays. It returns what was done: {@code start}, {@code length} (0 unless accepted), {@code ends} (1 where this step
 * ended at {@code end}), {@code status}, and {@link StepProgram#COEFFICIENTS}.
 */
final class AttemptProgram {

    /** Nothing to do. */
    static final int RESTING = 0;
    /** A step was accepted, and it was the last one. */
    static final int ARRIVED = 1;
    /** A step was accepted. */
    static final int ADVANCED = 2;
    /** The error was too large. */
    static final int REJECTED = 3;
    /** The step is so short that it does not move the time. */
    static final int STUCK = 4;
    /** State or field is not finite, so that no step can help. */
    static final int NON_FINITE = 5;

    /** A last step may be this much longer, rather than leave a tiny one (DOPRI5 does the same). */
    private static final double STRETCH = 1.01;

    private final ProgramBuilder p = new ProgramBuilder();
    private final Tableau method;
    private final StepSizeControl control;
    private final Program dynamics;
    private final int width;
    private final Value zero = p.constant(0, 1);
    private final Value one = p.constant(1, 1);

    private AttemptProgram(SolverSettings.Adaptive settings, Program dynamics) {
        this.method = settings.method();
        this.control = new StepSizeControl(settings);
        this.dynamics = dynamics;
        this.width = dynamics.outputWidth("dz");
    }

    static Program of(SolverSettings.Adaptive settings, Program dynamics) {
        return new AttemptProgram(settings, dynamics).write();
    }

    private Program write() {
        Value z = GridSums.integrated(p, dynamics);
        Value t = p.input("t", 1);
        Value end = p.input("end", 1);
        Value size = p.input("size", 1);

        Value remaining = p.subtract(end, t);
        Value distance = p.absolute(remaining);
        Value active = p.greater(distance, zero);
        Value last = not(p.greater(distance, p.scale(STRETCH, size)));
        Value direction = p.select(p.greater(remaining, zero), one, p.constant(-1, 1));
        Value tried = p.select(last, distance, size);
        Value dt = p.select(last, remaining, p.multiply(direction, size));

        StepProgram.Derivative f = derivative();
        StepProgram.Stages stages = StepProgram.write(p, method, f, z, t, dt);
        Value next = stages.next();
        Value k1 = stages.k().get(0);
        Value squaredError = control.squaredError(p, StepProgram.error(p, method, stages, dt), z, next);
        Value finite = isBelowHuge(p.add(squaredError, p.rowSum(p.absolute(next))));
        Value sound = isBelowHuge(p.add(p.rowSum(p.absolute(z)), p.rowSum(p.absolute(k1))));
        // Hairer's test: where a tenth of the step is lost in rounding, the step is.
        Value shift = p.subtract(p.add(t, p.scale(0.1, dt)), t);
        Value moves = p.maximum(last, p.greater(p.absolute(shift), zero));
        Value within = p.multiply(finite, not(p.greater(squaredError, one)));
        Value accepted = p.multiply(p.multiply(active, within), p.multiply(sound, moves));

        int whole = width + GridSums.width(dynamics);
        Value advanced = GridSums.next(p, dynamics, next, t, dt);
        p.output("z", p.select(p.broadcast(accepted, whole), advanced, p.input("z", whole)));
        p.output("t", p.select(accepted, p.select(last, end, p.add(t, dt)), t));
        if (method.isFirstSameAsLast()) {
            p.output("k1", p.select(p.broadcast(accepted, width), StepProgram.lastStage(stages), k1));
        }
        p.output("start", t);
        p.output("length", p.select(accepted, dt, zero));
        p.output("ends", p.multiply(accepted, last));
        p.output("status", status(active, accepted, last, moves, sound));
        p.output(StepProgram.COEFFICIENTS, DenseOutput.coefficients(p, method, f, stages, z, t, dt));
        control(size, tried, active, accepted, control.logError(p, squaredError, finite));
        return p.build();
    }

    /** Length of the next attempt, and what it must know of this one. */
    private void control(Value size, Value tried, Value active, Value accepted, Value logError) {
        Value memory = p.input("memory", 1);
        Value rejected = p.input("rejected", 1);
        Value factor = p.select(
                accepted,
                control.factorAfterAccepted(p, logError, memory, rejected),
                control.factorAfterRejected(p, logError));
        p.output("size", p.select(active, p.multiply(tried, factor), size));
        p.output("memory", p.select(accepted, control.memory(p, logError), memory));
        p.output("rejected", p.select(active, not(accepted), rejected));
    }

    private Value status(Value active, Value accepted, Value last, Value moves, Value sound) {
        Value going = p.select(last, status(ARRIVED), status(ADVANCED));
        Value failing = p.select(moves, status(REJECTED), status(STUCK));
        Value status = p.select(accepted, going, p.select(sound, failing, status(NON_FINITE)));
        return p.select(active, status, status(RESTING));
    }

    /** The dynamics, with the first stage taken from the step before where the method allows it. */
    private StepProgram.Derivative derivative() {
        StepProgram.Derivative f = StepProgram.derivative(p, dynamics);
        return (stage, z, t) -> stage == 0 && method.isFirstSameAsLast() ? p.input("k1", width) : f.at(stage, z, t);
    }

    private Value isBelowHuge(Value x) {
        return p.greater(p.constant(StepSizeControl.HUGE, 1), x);
    }

    private Value not(Value mask) {
        return p.subtract(one, mask);
    }

    private Value status(int status) {
        return p.constant(status, 1);
    }
}
