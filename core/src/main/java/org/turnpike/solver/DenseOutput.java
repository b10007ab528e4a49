package org.turnpike.solver;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The solution between the ends of a step, as a polynomial in {@code θ = (t − start) / length}: {@code z(θ) = z + Σ cⱼ θʲ}.
 *
 * <p>Methods with an interpolant of their own ({@code bᵢ(θ)}, fourth order for dopri5 and tsit5) use it; all others the
 * cubic Hermite polynomial through both ends and the field there, which for a method whose last stage is not the field at the
 * next state costs one evaluation more (Hairer, Nørsett, Wanner, <i>Solving Ordinary Differential Equations I</i>, §II.6).
 */
public final class DenseOutput {

    private DenseOutput() {}

    /** The coefficients of θ, θ², … one below the other: rows(n · degree). */
    static Value coefficients(
            ProgramBuilder p,
            Tableau method,
            StepProgram.Derivative f,
            StepProgram.Stages stages,
            Value z,
            Value t,
            Value dt) {
        if (method.hasInterpolant()) {
            List<Value> coefficients = new ArrayList<>();
            for (int power = 1; power <= method.interpolantDegree(); power++) {
                int exponent = power;
                Value slope = StepProgram.combination(p, stages.k(), i -> method.interpolant(i, exponent));
                coefficients.add(p.scaleRows(dt, slope));
            }
            return p.concatenate(coefficients.toArray(Value[]::new));
        }
        Value fieldAfter = method.isFirstSameAsLast()
                ? StepProgram.lastStage(stages)
                : f.at(method.stages(), stages.next(), p.add(t, dt));
        return hermite(
                p, p.subtract(stages.next(), z), p.scaleRows(dt, stages.k().get(0)), p.scaleRows(dt, fieldAfter));
    }

    /**
     * The state inside a step.
     *
     * @param z the state at its start, rows(n)
     * @param coefficients from {@link StepProgram#COEFFICIENTS}
     * @param theta rows(1), from 0 to 1
     */
    public static Value at(ProgramBuilder p, Value z, Value coefficients, Value theta) {
        int width = z.width();
        int degree = coefficients.width() / width;
        Value sum = p.slice(coefficients, (degree - 1) * width, width);
        for (int j = degree - 2; j >= 0; j--) {
            sum = p.add(p.slice(coefficients, j * width, width), p.scaleRows(theta, sum));
        }
        return p.add(z, p.scaleRows(theta, sum));
    }

    /** How far {@code time} is into a step: {@code (time − start) / length}, 0 for a step of length 0. */
    public static Value fraction(ProgramBuilder p, Value time, Value start, Value length) {
        Value zero = p.constant(0, 1);
        Value moves = p.greater(p.absolute(length), zero);
        Value divisor = p.select(moves, length, p.constant(1, 1));
        return p.select(moves, p.divide(p.subtract(time, start), divisor), zero);
    }

    private static Value hermite(ProgramBuilder p, Value rise, Value slopeBefore, Value slopeAfter) {
        Value second = p.subtract(p.scale(3, rise), p.add(p.scale(2, slopeBefore), slopeAfter));
        Value third = p.subtract(p.add(slopeBefore, slopeAfter), p.scale(2, rise));
        return p.concatenate(slopeBefore, second, third);
    }
}
