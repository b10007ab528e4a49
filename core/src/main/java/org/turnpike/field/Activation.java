package org.turnpike.field;

import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** Elementwise nonlinearities between the layers of a network. */
public enum Activation {
    IDENTITY(Smoothness.ANALYTIC),
    TANH(Smoothness.ANALYTIC),
    /** {@code max(x, 0)}; its derivative at 0 is 0. */
    RELU(Smoothness.LIMITED),
    SIGMOID(Smoothness.ANALYTIC),
    /** {@code log(1 + eˣ)}. */
    SOFTPLUS(Smoothness.ANALYTIC),
    /** {@code x} above 0, {@code eˣ − 1} below (Clevert et al. 2016, α = 1); its second derivative jumps at 0. */
    ELU(Smoothness.LIMITED),
    /** {@code x·Φ(x)} in the tanh form of Hendrycks and Gimpel (2016), Eq. 2. */
    GELU(Smoothness.ANALYTIC),
    /** {@code x·σ(x)}, also called swish. */
    SILU(Smoothness.ANALYTIC),
    SINE(Smoothness.ANALYTIC);

    private enum Smoothness {
        ANALYTIC,
        LIMITED
    }

    private static final double GELU_SLOPE = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBIC = 0.044715;

    private final Smoothness smoothness;

    Activation(Smoothness smoothness) {
        this.smoothness = smoothness;
    }

    /** Whether all derivatives exist everywhere, as an energy needs it (SNF §II). */
    public boolean isSmooth() {
        return smoothness == Smoothness.ANALYTIC;
    }

    /** Writes the activation of {@code x}: same shape. */
    public Value apply(ProgramBuilder builder, Value x) {
        return switch (this) {
            case IDENTITY -> x;
            case TANH -> builder.tanh(x);
            case RELU -> builder.maximum(x, builder.constant(0, x.width()));
            case SIGMOID -> builder.sigmoid(x);
            case SOFTPLUS -> builder.softplus(x);
            case ELU -> elu(builder, x);
            case GELU -> gelu(builder, x);
            case SILU -> builder.multiply(x, builder.sigmoid(x));
            case SINE -> builder.sine(x);
        };
    }

    private static Value elu(ProgramBuilder builder, Value x) {
        Value zero = builder.constant(0, x.width());
        // exp of the negative part only: an overflow on the side that is not chosen would give 0 · ∞ in the derivative.
        Value below = builder.subtract(builder.exponential(builder.minimum(x, zero)), builder.constant(1, x.width()));
        return builder.select(builder.greater(x, zero), x, below);
    }

    private static Value gelu(ProgramBuilder builder, Value x) {
        Value cubic = builder.scale(GELU_CUBIC, builder.multiply(builder.square(x), x));
        Value bell = builder.tanh(builder.scale(GELU_SLOPE, builder.add(x, cubic)));
        return builder.scale(0.5, builder.multiply(x, builder.add(builder.constant(1, x.width()), bell)));
    }
}
