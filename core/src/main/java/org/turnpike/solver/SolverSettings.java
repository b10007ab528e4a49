package org.turnpike.solver;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Which method solves an ODE, and how it chooses its steps. */
public sealed interface SolverSettings {

    Tableau method();

    /** The method's name, as in a job file. */
    default String name() {
        return method().name();
    }

    /** By what fixed steps are chosen; nothing where steps are adaptive. */
    default Optional<StepRule> fixedSteps() {
        return Optional.empty();
    }

    /** The same steps for every sample, chosen beforehand. */
    record FixedSteps(Tableau method, StepRule rule) implements SolverSettings {
        public FixedSteps {
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(rule, "rule");
        }

        @Override
        public Optional<StepRule> fixedSteps() {
            return Optional.of(rule);
        }
    }

    /**
     * Fixed steps along Brownian paths, for flows with a diffusion.
     *
     * @param paths of which what the model predicts, and what it costs, is the mean; training takes one new path for each
     *     sample in each iteration
     */
    record Stochastic(StochasticMethod scheme, StepRule rule, int paths) implements SolverSettings {
        public Stochastic {
            Objects.requireNonNull(scheme, "scheme");
            Objects.requireNonNull(rule, "rule");
            if (paths < 1) {
                throw new IllegalArgumentException("A stochastic solve needs at least 1 path, found " + paths);
            }
        }

        /** The Runge–Kutta method that the scheme is where there is no noise. */
        @Override
        public Tableau method() {
            return scheme.withoutNoise();
        }

        @Override
        public String name() {
            return scheme.text();
        }

        @Override
        public Optional<StepRule> fixedSteps() {
            return Optional.of(rule);
        }

        /** The same steps for the drift alone. */
        public FixedSteps withoutNoise() {
            return new FixedSteps(method(), rule);
        }
    }

    /**
     * Steps chosen for every sample by its own estimated error, kept below {@code atol + rtol · |z|} in the root mean square
     * over the state.
     *
     * @param maximumSteps attempts after which a solve gives up
     * @param firstStep length of the first attempt; where empty, each sample's is estimated (Hairer, Nørsett, Wanner,
     *     <i>Solving Ordinary Differential Equations I</i>, §II.4)
     */
    record Adaptive(Tableau method, double rtol, double atol, int maximumSteps, OptionalDouble firstStep)
            implements SolverSettings {
        public Adaptive {
            if (!method.isEmbedded()) {
                throw new IllegalArgumentException("Adaptive steps need a method with an error estimate, found "
                        + method.name() + "; use one of " + Tableaux.embeddedNames() + ", or fixed steps");
            }
            if (!(rtol >= 0) || !(atol >= 0) || !(rtol + atol > 0) || Double.isInfinite(rtol + atol)) {
                throw new IllegalArgumentException("Tolerances must be finite, not negative and not both 0, found rtol "
                        + rtol + ", atol " + atol);
            }
            if (maximumSteps < 1) {
                throw new IllegalArgumentException("An adaptive solve needs at least 1 step, found " + maximumSteps);
            }
            if (firstStep.isPresent() && !(firstStep.getAsDouble() > 0 && Double.isFinite(firstStep.getAsDouble()))) {
                throw new IllegalArgumentException(
                        "A first step must be finite and greater than 0, found " + firstStep.getAsDouble());
            }
        }
    }
}
