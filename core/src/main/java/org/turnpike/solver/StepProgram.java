package org.turnpike.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * One step of a Runge–Kutta method as a program.
 *
 * <p>Time and step length are inputs of width 1, so that every sample may have its own, and so that a step can be
 * differentiated by them. A step of length 0 returns its state unchanged.
 */
public final class StepProgram {

    /** Output: the state after the step, rows(n). */
    public static final String NEXT = "next";

    /** Output of embedded methods: the estimated error of {@link #NEXT}, rows(n). */
    public static final String ERROR = "error";

    /** Output of methods whose first stage is the last one's last: the field at {@link #NEXT}, rows(n). */
    public static final String LAST_STAGE = "kLast";

    /** Output: what {@link DenseOutput} needs, rows(n · degree). */
    public static final String COEFFICIENTS = "coefficients";

    private StepProgram() {}

    /** The field as a step asks for it: {@code f(t, z)} for stage number {@code stage}. */
    @FunctionalInterface
    public interface Derivative {
        Value at(int stage, Value z, Value t);
    }

    /** A step as it is being written: the state after it, and all stages {@code k}. */
    public record Stages(Value next, List<Value> k) {}

    /**
     * The step of {@code method}.
     *
     * @param dynamics takes {@code z} rows(n) and maybe {@code t} rows(1); returns {@code dz} and maybe {@link
     *     GridSums#NAME}; what else it takes, the step takes too
     * @return takes {@code z} (behind which the sums come, if there are any), {@code t, dt}; returns {@link #NEXT}, {@link #COEFFICIENTS}, and {@link #ERROR}, {@link #LAST_STAGE}
     *     where the method has them
     */
    public static Program of(Tableau method, Program dynamics) {
        ProgramBuilder p = new ProgramBuilder();
        Value z = GridSums.integrated(p, dynamics);
        Value t = p.input("t", 1);
        Value dt = p.input("dt", 1);
        Derivative f = derivative(p, dynamics);
        Stages stages = write(p, method, f, z, t, dt);
        p.output(NEXT, GridSums.next(p, dynamics, stages.next(), t, dt));
        if (method.isEmbedded()) {
            p.output(ERROR, error(p, method, stages, dt));
        }
        if (method.isFirstSameAsLast()) {
            p.output(LAST_STAGE, lastStage(stages));
        }
        p.output(COEFFICIENTS, DenseOutput.coefficients(p, method, f, stages, z, t, dt));
        return p.build();
    }

    /** {@code dynamics} written into {@code p} at every stage. */
    public static Derivative derivative(ProgramBuilder p, Program dynamics) {
        return (stage, z, t) -> p.inline(dynamics, Map.of("z", z, "t", t)).get("dz");
    }

    /** Writes the stages of a step, and the state after it. */
    public static Stages write(ProgramBuilder p, Tableau method, Derivative f, Value z, Value t, Value dt) {
        List<Value> k = new ArrayList<>();
        for (int i = 0; i < method.stages(); i++) {
            int stage = i;
            Value state = i == 0 ? z : p.add(z, p.scaleRows(dt, combination(p, k, j -> method.a(stage, j))));
            k.add(f.at(i, state, p.add(t, p.scale(method.c(i), dt))));
        }
        Value next = p.add(z, p.scaleRows(dt, combination(p, k, method::weight)));
        return new Stages(next, k);
    }

    static Value error(ProgramBuilder p, Tableau method, Stages stages, Value dt) {
        return p.scaleRows(dt, combination(p, stages.k(), method::error));
    }

    static Value lastStage(Stages stages) {
        return stages.k().get(stages.k().size() - 1);
    }

    /** A coefficient for every stage. */
    @FunctionalInterface
    interface Weights {
        double of(int stage);
    }

    /** {@code Σ wᵢ kᵢ}, without the terms that are zero. */
    static Value combination(ProgramBuilder p, List<Value> k, Weights weights) {
        Value sum = null;
        for (int i = 0; i < k.size(); i++) {
            if (weights.of(i) != 0) {
                Value term = p.scale(weights.of(i), k.get(i));
                sum = sum == null ? term : p.add(sum, term);
            }
        }
        return sum != null ? sum : p.constant(0, k.get(0).width());
    }
}
