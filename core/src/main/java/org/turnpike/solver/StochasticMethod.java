package org.turnpike.solver;

import java.util.Map;
import org.turnpike.field.Diffusion;
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
    EULER_MARUYAMA("euler-maruyama", Tableaux.EULER),

    /**
     * {@code z + ½dt (f(t, z) + f(t + dt, ẑ)) + σΔW} with Euler and Maruyama's step as ẑ. Strong order 1, weak order 2 and
     * Heun's method without noise. In general it solves the Stratonovich equation; for additive noise that is the Itô
     * equation too.
     */
    HEUN("stochastic-heun", Tableaux.HEUN);

    /** Input of a step: ξ, rows(n). */
    public static final String NOISE = "noise";

    private final String text;
    private final Tableau withoutNoise;

    StochasticMethod(String text, Tableau withoutNoise) {
        this.text = text;
        this.withoutNoise = withoutNoise;
    }

    /** As in a job file. */
    public String text() {
        return text;
    }

    /** The Runge–Kutta method that it is where σ is 0. */
    public Tableau withoutNoise() {
        return withoutNoise;
    }

    /**
     * One step as a program.
     *
     * @param drift as the dynamics of {@link StepProgram#of}
     * @param diffusion as {@link Diffusion} describes it
     * @param shaken how many numbers of z the noise drives, the first ones; those after them are integrals along the way
     * @return takes {@code z, t, dt}, {@link #NOISE} rows(shaken) and what else the drift takes; returns {@link
     *     StepProgram#NEXT}. Its derivative by dt moves the path with the step, ξ staying as it is; {@code dt} must be above 0.
     */
    public Program step(Program drift, Program diffusion, int shaken) {
        ProgramBuilder p = new ProgramBuilder();
        int width = drift.outputWidth("dz");
        Value z = GridSums.integrated(p, drift);
        Value t = p.input("t", 1);
        Value dt = p.input("dt", 1);
        StepProgram.Derivative f = StepProgram.derivative(p, drift);
        Value sigma = p.inline(diffusion, Map.of()).get("sigma");
        Value kick = p.scaleRows(p.multiply(sigma, p.squareRoot(dt)), p.input(NOISE, shaken));
        Value kicks = shaken == width ? kick : p.concatenate(kick, p.constant(0, width - shaken));
        Value slope = f.at(0, z, t);
        Value euler = p.add(p.add(z, p.scaleRows(dt, slope)), kicks);
        Value next = switch (this) {
            case EULER_MARUYAMA -> euler;
            case HEUN -> {
                Value both = p.add(slope, f.at(1, euler, p.add(t, dt)));
                yield p.add(p.add(z, p.scaleRows(p.scale(0.5, dt), both)), kicks);
            }
        };
        return p.output(StepProgram.NEXT, GridSums.next(p, drift, next, t, dt)).build();
    }
}
