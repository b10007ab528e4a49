package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.turnpike.objective.LyapunovLoss;
import org.turnpike.sensitivity.GradientMethod;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.words.Numbers;

/** The Lyapunov loss of a stage's block: the keys {@code kappa}, {@code along} and {@code potential}. */
final class JobLyapunov {
    private static final String ALONG = "along";

    private JobLyapunov() {}

    static Map<String, Rule> keys() {
        return Map.of(
                "kappa",
                Rule.above(0),
                ALONG,
                Rule.oneOf("integral", "grid"),
                "potential",
                Rule.oneOf("differentiated", "stopped"));
    }

    /** @throws UserError where the loss has no gradient by the job's method */
    static LyapunovLoss of(StageSettings settings) {
        Settings block = settings.block();
        LyapunovLoss loss = block.made(
                "kappa",
                () -> new LyapunovLoss(
                        block.number("kappa"),
                        block.constant(LyapunovLoss.Sum.class, ALONG),
                        block.constant(LyapunovLoss.Potential.class, "potential")));
        GradientMethod gradient = settings.training().gradientMethod();
        if (loss.sum() == LyapunovLoss.Sum.GRID && gradient != GradientMethod.DISCRETE) {
            throw block.error(
                    ALONG,
                    "integral with gradient = " + gradient.name().toLowerCase(Locale.ROOT),
                    "An adjoint equation does not know the solver's grid: set gradient = discrete to pay at its points.");
        }
        return loss;
    }

    /** For a person. */
    static List<String> words(LyapunovLoss loss) {
        String sum = loss.sum() == LyapunovLoss.Sum.GRID ? "at grid points" : "all along";
        return List.of("loss to fall at rate " + Numbers.plain(loss.kappa()) + ", " + sum);
    }
}
