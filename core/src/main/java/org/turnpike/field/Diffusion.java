package org.turnpike.field;

import java.util.Map;
import org.turnpike.program.Program;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * The noise of a stochastic flow {@code dz = f dt + σ dW}: a program of parameters alone that returns {@code sigma}, rows(1), the
 * same number for every sample and coordinate. W is a Wiener process as wide as the state. Because σ does not depend on z, Itô's
 * and Stratonovich's readings are one.
 */
public final class Diffusion {

    private static final String BETA = "diffusion.logarithm";

    private Diffusion() {}

    /**
     * {@code σ = √(2/β)} (SNF Eq. 6): beside the drift {@code −∂ε/∂z} the density tends to {@code κ e^{−βε}} where that can be
     * integrated.
     *
     * <p>{@code β = eᵇ} with a trainable number b: β is a scale, and {@code σ = √2 e^{−b/2}} never divides.
     */
    public static Program boltzmann() {
        ProgramBuilder builder = new ProgramBuilder();
        Value b = builder.spread(builder.parameter(BETA, 1));
        Value sigma = builder.scale(Math.sqrt(2), builder.exponential(builder.scale(-0.5, b)));
        return builder.output("sigma", sigma).build();
    }

    /**
     * How the parameter of {@link #boltzmann} starts.
     *
     * @param beta the first β, above 0
     */
    public static Map<String, Initialisation> initialisations(double beta) {
        if (!(beta > 0 && Double.isFinite(beta))) {
            throw new IllegalArgumentException("The inverse temperature β must be a finite number above 0, found "
                    + beta + ". Choose, say, 100; a larger one is less noise.");
        }
        // strict, for the same bits on every machine
        return Map.of(BETA, new Initialisation.Constant(StrictMath.log(beta)));
    }

    /** @throws IllegalArgumentException where {@code diffusion} is no program of parameters with one number sigma */
    public static void check(Program diffusion) {
        if (!diffusion.inputs().isEmpty()) {
            throw new IllegalArgumentException(
                    "The noise must be additive: expected a diffusion of parameters only, found the inputs "
                            + diffusion.inputs() + ". Leave them out.");
        }
        if (diffusion.outputWidth("sigma") != 1) {
            throw new IllegalArgumentException(
                    "A diffusion's sigma must be one number, found " + diffusion.outputWidth("sigma"));
        }
    }
}
