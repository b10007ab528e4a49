package org.turnpike.field;

import java.util.List;
import java.util.Map;
import org.turnpike.program.ProgramBuilder;
import org.turnpike.program.Value;

/**
 * A matrix {@code A₀(x)} whose symmetric part is negative semidefinite for all weights, {@code A₀ + A₀ᵀ ⪯ 0}: the trainable part
 * of a port-Hamiltonian flow's A (SNF Eq. 3).
 *
 * <p>It is never formed: what is written is its product with the energy's gradient.
 */
public sealed interface StructureMatrix {

    /** Writes {@code A₀(z) g}: rows(n), rows(n) → rows(n). */
    Value apply(ProgramBuilder builder, Value z, Value g);

    /** How each of its parameters starts, for a state of {@code width} numbers. */
    Map<String, Initialisation> initialisations(int width);

    /** {@code −diag(|a|)}, the one of SNF §IV-B; starts at −I, the plain stable flow. */
    record Diagonal() implements StructureMatrix {
        private static final String NAME = "matrix.diagonal";

        @Override
        public Value apply(ProgramBuilder builder, Value z, Value g) {
            Value a = builder.spread(builder.parameter(NAME, g.width()));
            return builder.negate(builder.multiply(builder.absolute(a), g));
        }

        @Override
        public Map<String, Initialisation> initialisations(int width) {
            return Map.of(NAME, new Initialisation.Constant(1));
        }
    }

    /**
     * {@code S − Sᵀ − LLᵀ} with any square S and L: every matrix whose symmetric part is negative semidefinite can be written
     * so. Four products with a matrix of n² numbers.
     */
    record Full() implements StructureMatrix {
        private static final String SKEW = "matrix.skew";
        private static final String ROOT = "matrix.root";

        @Override
        public Value apply(ProgramBuilder builder, Value z, Value g) {
            Value s = builder.parameter(SKEW, g.width(), g.width());
            Value root = builder.parameter(ROOT, g.width(), g.width());
            Value turned = builder.subtract(builder.linear(s, g), builder.linearTransposed(s, g));
            return builder.subtract(turned, builder.linear(root, builder.linearTransposed(root, g)));
        }

        @Override
        public Map<String, Initialisation> initialisations(int width) {
            Initialisation initialisation = Initialisation.Uniform.fanIn(width);
            return Map.of(SKEW, initialisation, ROOT, initialisation);
        }
    }

    /**
     * {@code v(x) w(x)ᵀ − w(x) v(x)ᵀ − diag(softplus(d(x)))} with {@code (v, w, d) = (tanh(m₁), m₂, m₃)}, {@code m = MLP(x)}.
     *
     * <p>A skew part of rank two turns the gradient in one plane, which moves with the state; for n = 2 and 3 that is any skew
     * matrix. Its cost is linear in n, beside the network's. A full {@code S(x) − S(x)ᵀ − L(x)L(x)ᵀ} would need a network with
     * 2n² outputs.
     *
     * <p>Why the tanh: dissipation alone does not keep a solution from infinity, since an energy may have its infimum there.
     * With v bounded, A grows at most linearly with x, so {@code ‖ẋ‖ ≤ c(1 + ‖x‖)‖∂ε‖}, while the margin of {@link
     * PortHamiltonianField} gives {@code ∫‖∂ε‖² dt ≤ (ε(0) − inf ε)/δ}: no solution reaches infinity in finite time. Without
     * it A grows quadratically, and some solutions on random weights did.
     *
     * @param hidden widths of the hidden layers
     * @param activation any; A need not be as smooth as the energy, since the field does not differentiate it
     */
    record StateDependent(List<Integer> hidden, Activation activation) implements StructureMatrix {
        private static final String NAME = "matrix";

        public StateDependent {
            hidden = List.copyOf(hidden);
        }

        @Override
        public Value apply(ProgramBuilder builder, Value z, Value g) {
            int n = g.width();
            Value outputs = mlp(n).apply(builder, z);
            Value v = builder.tanh(builder.slice(outputs, 0, n));
            Value w = builder.slice(outputs, n, n);
            Value d = builder.softplus(builder.slice(outputs, 2 * n, n));
            Value turned =
                    builder.subtract(builder.scaleRows(builder.dot(w, g), v), builder.scaleRows(builder.dot(v, g), w));
            return builder.subtract(turned, builder.multiply(d, g));
        }

        @Override
        public Map<String, Initialisation> initialisations(int width) {
            return mlp(width).initialisations();
        }

        private Mlp mlp(int width) {
            return Mlp.of(NAME, width, hidden, 3 * width, activation);
        }
    }
}
