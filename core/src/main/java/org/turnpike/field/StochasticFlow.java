package org.turnpike.field;

import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A flow with additive noise, {@code dz = f(t, z, u) dt + σ dW} with the same trainable number σ for every sample and
 * coordinate; W is a Wiener process as wide as the state. Because σ does not depend on z, Itô's and Stratonovich's readings are
 * one.
 *
 * @param drift f
 * @param diffusion takes parameters only; returns {@code sigma} rows(1)
 */
public record StochasticFlow(Field drift, Program diffusion) {

    private static final String BETA = "diffusion.logarithm";

    public StochasticFlow {
        if (!diffusion.inputs().isEmpty()) {
            throw new IllegalArgumentException(
                    "The noise must be additive: expected a diffusion of parameters only, found" + " the inputs "
                            + diffusion.inputs() + ". Leave them out.");
        }
        if (diffusion.outputWidth("sigma") != 1) {
            throw new IllegalArgumentException(
                    "A diffusion's sigma must be one number, found " + diffusion.outputWidth("sigma"));
        }
    }

    /**
     * The stable stochastic flow {@code dz = −∂ε/∂z dt + √(2/β) dW} (SNF Eq. 6), whose density tends to {@code κ e^{−βε}} where
     * that can be integrated.
     *
     * <p>{@code β = eᵇ} with a trainable number b: β is a scale, and {@code σ = √2 e^{−b/2}} never divides.
     *
     * @param energy inputs z, optionally u; output energy, rows(1)
     * @throws IllegalArgumentException where the energy is not infinitely differentiable, or has another output
     */
    public static StochasticFlow descending(Program energy) {
        ProgramBuilder builder = new ProgramBuilder();
        Value b = builder.spread(builder.parameter(BETA, 1));
        Value sigma = builder.scale(Math.sqrt(2), builder.exponential(builder.scale(-0.5, b)));
        return new StochasticFlow(
                StableField.descending(energy), builder.output("sigma", sigma).build());
    }

    /** How the parameters of {@link #descending} beside the energy's start: β at 1. */
    public static Map<String, Initialisation> initialisations() {
        return Map.of(BETA, new Initialisation.Constant(0));
    }
}
