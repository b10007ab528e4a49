package org.turnpike.solver;

import java.util.Map;
import org.turnpike.field.StochasticFlow;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * Methods for flows with additive noise (Kloeden and Platen 1992, <i>Numerical Solution of Stochastic Differential
 * Equations</i>); with {@code ΔW = √dt ξ} and a standard normal ξ for every number of the state.
 */
public enum StochasticMethod {
    /**
     * {@code z + dt f(t, z) + σΔW} (§10.2). Strong order 1: for additive noise it is Milstein's method, whose further term
     * vanishes.
     */
    EULER_MARUYAMA,

    /**
     * {@code z + ½dt (f(t, z) + f(t + dt, ẑ)) + σΔW} with Euler and Maruyama's step as ẑ. Strong order 1, weak order 2 and
     * Heun's method without noise. In general it solves the Stratonovich equation; for additive noise that is the Itô
     * equation too.
     */
    HEUN;

    /** Input of a step: ξ, rows(n). */
    public static final String NOISE = "noise";

    /**
     * One step as a program.
     *
     * @return takes {@code z, t, dt}, {@link #NOISE} and what else the drift takes; returns {@link StepProgram#NEXT}. Its
     *     derivative by dt moves the path with the step, ξ staying as it is; {@code dt} must be above 0.
     */
    public Program step(StochasticFlow flow) {
        ProgramBuilder p = new ProgramBuilder();
        int width = flow.drift().stateWidth();
        Value z = p.input("z", width);
        Value t = p.input("t", 1);
        Value dt = p.input("dt", 1);
        StepProgram.Derivative f = StepProgram.derivative(p, flow.drift().program());
        Value sigma = p.inline(flow.diffusion(), Map.of()).get("sigma");
        Value shaken = p.scaleRows(p.multiply(sigma, p.squareRoot(dt)), p.input(NOISE, width));
        Value slope = f.at(0, z, t);
        Value euler = p.add(p.add(z, p.scaleRows(dt, slope)), shaken);
        Value next = switch (this) {
            case EULER_MARUYAMA -> euler;
            case HEUN -> {
                Value both = p.add(slope, f.at(1, euler, p.add(t, dt)));
                yield p.add(p.add(z, p.scaleRows(p.scale(0.5, dt), both)), shaken);
            }
        };
        return p.output(StepProgram.NEXT, next).build();
    }
}
