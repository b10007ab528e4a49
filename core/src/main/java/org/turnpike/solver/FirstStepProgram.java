package org.turnpike.solver;

import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The length of a sample's first adaptive step, from the size of its field and of the field's change over a small Euler step
 * (Hairer, Nørsett, Wanner, <i>Solving Ordinary Differential Equations I</i>, §II.4, algorithm "starting step size").
 *
 * <p>Takes {@code z, t, end} and what the dynamics take; returns {@code k1}, the field at the start, and {@code size}.
 */
final class FirstStepProgram {

    private FirstStepProgram() {}

    static Program of(SolverSettings.Adaptive settings, Program dynamics) {
        StepSizeControl control = new StepSizeControl(settings);
        ProgramBuilder p = new ProgramBuilder();
        Value z = GridSums.integrated(p, dynamics);
        Value t = p.input("t", 1);
        Value span = p.subtract(p.input("end", 1), t);
        Value distance = p.absolute(span);
        StepProgram.Derivative f = StepProgram.derivative(p, dynamics);
        Value k1 = f.at(0, z, t);

        Value magnitude = p.absolute(z);
        Value stateNorm = p.squareRoot(control.squaredNorm(p, z, magnitude));
        Value fieldNorm = p.squareRoot(control.squaredNorm(p, k1, magnitude));
        Value small = p.constant(1e-5, 1);
        Value usable = p.multiply(p.greater(stateNorm, small), p.greater(fieldNorm, small));
        Value ratio = p.scale(0.01, p.divide(stateNorm, p.select(usable, fieldNorm, p.constant(1, 1))));
        Value guess = p.minimum(p.select(usable, ratio, p.constant(1e-6, 1)), distance);

        Value direction = p.select(p.greater(span, p.constant(0, 1)), p.constant(1, 1), p.constant(-1, 1));
        Value dt = p.multiply(direction, guess);
        Value k2 = f.at(1, p.add(z, p.scaleRows(dt, k1)), p.add(t, dt));
        Value change = p.squareRoot(control.squaredNorm(p, p.subtract(k2, k1), magnitude));
        Value moves = p.greater(guess, p.constant(0, 1));
        Value curvature = p.divide(change, p.select(moves, guess, p.constant(1, 1)));

        Value largest = p.maximum(fieldNorm, curvature);
        Value curved = p.multiply(
                p.greater(largest, p.constant(1e-15, 1)), p.greater(p.constant(StepSizeControl.HUGE, 1), largest));
        Value byOrder = p.exponential(p.scale(
                control.exponent(),
                p.subtract(p.constant(Math.log(0.01), 1), p.logarithm(p.select(curved, largest, small)))));
        Value careful = p.maximum(p.constant(1e-6, 1), p.scale(1e-3, guess));
        Value size = p.minimum(p.scale(100, guess), p.select(curved, byOrder, careful));
        p.output("size", p.minimum(size, distance));
        p.output("k1", k1);
        return p.build();
    }
}
