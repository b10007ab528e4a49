package org.turnpike.field;

import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/** How positions q and momenta p of a second-order flow drive each other. */
public sealed interface MomentumCoupling {

    /**
     * Writes {@code (q̇, ṗ)}, rows(2v).
     *
     * @param descent {@code −∂ε/∂q}, rows(v)
     * @param p rows(v)
     */
    Value apply(ProgramBuilder builder, Value descent, Value p);

    /** How each of its parameters starts, for {@code width} = v positions. */
    Map<String, Initialisation> initialisations(int width);

    /**
     * {@code q̇ = p}, {@code ṗ = −αp − ∂ε/∂q} (SNF Eq. 4) with {@code α = softplus(a)} and a trainable number a; α starts at 1.
     *
     * <p>Softplus and not an exponential: an optimizer that steps far then changes α by as much, not by a factor. In single
     * precision α may underflow to 0 (a below −100): the energy is then conserved, never raised.
     */
    record Damped() implements MomentumCoupling {
        private static final String NAME = "coupling.damping";

        /** softplus⁻¹(1); strict, for the same bits on every machine. */
        private static final double INITIAL = StrictMath.log(StrictMath.expm1(1));

        @Override
        public Value apply(ProgramBuilder builder, Value descent, Value p) {
            Value alpha = builder.softplus(builder.spread(builder.parameter(NAME, 1)));
            return builder.concatenate(p, builder.subtract(descent, builder.scaleRows(alpha, p)));
        }

        @Override
        public Map<String, Initialisation> initialisations(int width) {
            return Map.of(NAME, new Initialisation.Constant(INITIAL));
        }
    }

    /**
     * {@code q̇ = Bp}, {@code ṗ = Ap − B ∂ε/∂q} with {@code B = Bᵀ} and {@code A = Aᵀ ≺ 0} (SNF, the display after Eq. 5).
     *
     * <p>We deviate from the paper in the sign of A: it asks for {@code A ≻ 0}, but along a solution the total energy changes
     * by {@code ∂εᵀBp − pᵀB∂ε + pᵀAp = pᵀAp}, which is negative only for {@code A ≺ 0}; and Eq. 4 is the case {@code B = I},
     * {@code A = −αI}.
     *
     * <p>{@code B = I + M + Mᵀ} with any square M, which starts near Eq. 4; {@code A = −LLᵀ − δI} with any square L.
     *
     * @param margin δ, above 0
     */
    record Block(double margin) implements MomentumCoupling {
        private static final String EXCHANGE = "coupling.exchange";
        private static final String ROOT = "coupling.root";

        public Block {
            Margin.check(margin);
        }

        @Override
        public Value apply(ProgramBuilder builder, Value descent, Value p) {
            Value root = builder.parameter(ROOT, p.width(), p.width());
            Value damped =
                    builder.add(builder.linear(root, builder.linearTransposed(root, p)), builder.scale(margin, p));
            return builder.concatenate(exchanged(builder, p), builder.subtract(exchanged(builder, descent), damped));
        }

        /** {@code B x}. */
        private static Value exchanged(ProgramBuilder builder, Value x) {
            Value m = builder.parameter(EXCHANGE, x.width(), x.width());
            return builder.add(x, builder.add(builder.linear(m, x), builder.linearTransposed(m, x)));
        }

        @Override
        public Map<String, Initialisation> initialisations(int width) {
            Initialisation initialisation = Initialisation.Uniform.fanIn(width);
            return Map.of(EXCHANGE, initialisation, ROOT, initialisation);
        }
    }
}
