package org.turnpike.objective;

import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** The terminal loss Φ of one sample, as a function of the model's output h_y(z(t_f)) and the target. */
public sealed interface TerminalLoss {

    /**
     * Writes the loss.
     *
     * @param output of the model, rows(k)
     * @param target rows(k)
     * @return rows(1)
     */
    Value cost(ProgramBuilder builder, Value output, Value target);

    /** Writes what the output says about the target, in the target's own terms: rows(k). */
    Value prediction(ProgramBuilder builder, Value output);

    /**
     * Cross-entropy {@code −Σ_j target_j · log softmax(output)_j}; targets are one-hot, or probabilities. The largest output
     * is subtracted first, so that no exponential overflows. Predictions are probabilities.
     */
    record CrossEntropy() implements TerminalLoss {
        @Override
        public Value cost(ProgramBuilder builder, Value output, Value target) {
            Value shifted = shifted(builder, output);
            Value logSum = builder.logarithm(builder.rowSum(builder.exponential(shifted)));
            return builder.subtract(logSum, builder.dot(target, shifted));
        }

        @Override
        public Value prediction(ProgramBuilder builder, Value output) {
            Value exponentials = builder.exponential(shifted(builder, output));
            return builder.divide(exponentials, builder.broadcast(builder.rowSum(exponentials), output.width()));
        }

        // The shift cancels, so its derivative is left out.
        private static Value shifted(ProgramBuilder builder, Value output) {
            Value maximum = builder.stopGradient(builder.rowMaximum(output));
            return builder.subtract(output, builder.broadcast(maximum, output.width()));
        }
    }

    /**
     * {@code max{0, Φ_ce − threshold}}.
     *
     * <p>DEEP §3.2 proposes {@code max{0, Φ_ce}} as a Lyapunov function. As printed the truncation changes nothing: Φ_ce is
     * never negative (only rounding makes it so), and tends to 0 only as the outputs grow without bound; the authors' code
     * uses plain cross-entropy. What a Lyapunov function needs is to vanish on a set that can be reached. A threshold above 0
     * gives it that: samples that are already classified that well cost nothing and pull no more. At threshold 0 it is the
     * printed form.
     *
     * @param threshold in nats, at least 0
     */
    record TruncatedCrossEntropy(double threshold) implements TerminalLoss {
        public TruncatedCrossEntropy {
            if (!(threshold >= 0 && Double.isFinite(threshold))) {
                throw new IllegalArgumentException(
                        "The threshold of the truncated cross-entropy must be a finite number of"
                                + " at least 0, found " + threshold + "; 0 is the form that the paper prints.");
            }
        }

        @Override
        public Value cost(ProgramBuilder builder, Value output, Value target) {
            Value crossEntropy = new CrossEntropy().cost(builder, output, target);
            Value above = builder.subtract(crossEntropy, builder.constant(threshold, 1));
            return builder.maximum(above, builder.constant(0, 1));
        }

        @Override
        public Value prediction(ProgramBuilder builder, Value output) {
            return new CrossEntropy().prediction(builder, output);
        }
    }

    /** The output with its sign reversed, for models whose output is the logarithm of a density (DEEP Eq. 6); no target. */
    record NegativeLogLikelihood() implements TerminalLoss {
        @Override
        public Value cost(ProgramBuilder builder, Value output, Value target) {
            return builder.negate(output);
        }

        @Override
        public Value prediction(ProgramBuilder builder, Value output) {
            return output;
        }
    }

    /** {@code Σ_j (output_j − target_j)² / k}: the mean over the k outputs, so that its mean over samples is the MSE. */
    record SquaredError() implements TerminalLoss {
        @Override
        public Value cost(ProgramBuilder builder, Value output, Value target) {
            Value error = builder.subtract(output, target);
            return builder.scale(1.0 / output.width(), builder.dot(error, error));
        }

        @Override
        public Value prediction(ProgramBuilder builder, Value output) {
            return output;
        }
    }
}
