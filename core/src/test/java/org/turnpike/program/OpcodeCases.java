package org.turnpike.program;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * For every opcode a small program around it: inputs {@code x}, {@code z} of width 3 and {@code s} of width 1, parameters
 * {@code W} (2 × 3), {@code K} (2 × 4) and {@code b} (3), all meant to lie between −1 and 1; output {@code y}. Operands are bent first, so that
 * nothing vanishes under a second and third derivative, and shifted to where the opcode is smooth.
 */
public final class OpcodeCases {

    private static final Window STRIDED = new Window(1, 2, 3, 2, 2, 2, 1);
    private static final Window PADDED = new Window(1, 2, 3, 2, 2, 1, 1);
    private static final Map<Opcode, Program> CASES = new EnumMap<>(Opcode.class);

    static {
        unary(Opcode.NEGATE, c -> c.p.negate(c.x));
        unary(Opcode.ABSOLUTE, c -> c.p.absolute(c.p.subtract(c.x, c.p.constant(0.05, 3))));
        unary(Opcode.SQUARE_ROOT, c -> c.p.squareRoot(c.positive(c.x)));
        unary(Opcode.EXPONENTIAL, c -> c.p.exponential(c.x));
        unary(Opcode.LOGARITHM, c -> c.p.logarithm(c.positive(c.x)));
        unary(Opcode.SINE, c -> c.p.sine(c.x));
        unary(Opcode.COSINE, c -> c.p.cosine(c.x));
        unary(Opcode.TANH, c -> c.p.tanh(c.x));
        unary(Opcode.SIGMOID, c -> c.p.sigmoid(c.x));
        unary(Opcode.SOFTPLUS, c -> c.p.softplus(c.x));
        unary(Opcode.ADD, c -> c.p.add(c.x, c.z));
        unary(Opcode.SUBTRACT, c -> c.p.subtract(c.x, c.z));
        unary(Opcode.MULTIPLY, c -> c.p.multiply(c.x, c.z));
        unary(Opcode.DIVIDE, c -> c.p.divide(c.x, c.positive(c.z)));
        unary(Opcode.MAXIMUM, c -> c.p.maximum(c.x, c.z));
        unary(Opcode.MINIMUM, c -> c.p.minimum(c.x, c.z));
        unary(Opcode.GREATER, c -> c.p.add(c.p.greater(c.x, c.z), c.x));
        unary(Opcode.SELECT, c -> c.p.select(c.p.subtract(c.x, c.z), c.p.sine(c.x), c.p.multiply(c.x, c.z)));
        unary(Opcode.CONSTANT, c -> c.p.multiply(c.p.constant(0.7, 3), c.x));
        unary(Opcode.INPUT, c -> c.x);
        unary(Opcode.PARAMETER, c -> c.p.spread(c.b));
        unary(Opcode.SPREAD, c -> c.p.multiply(c.p.spread(c.b), c.x));
        unary(Opcode.LINEAR, c -> c.p.linear(c.w, c.x));
        unary(Opcode.LINEAR_TRANSPOSED, c -> c.p.linearTransposed(c.w, c.p.slice(c.x, 0, 2)));
        unary(Opcode.CONVOLUTION, c -> c.p.convolution(STRIDED, c.k(), c.p.concatenate(c.x, c.z)));
        unary(
                Opcode.CONVOLUTION_TRANSPOSED,
                c -> c.p.convolutionTransposed(STRIDED, c.k(), c.p.concatenate(c.x, c.z, c.p.slice(c.x, 0, 2))));
        unary(Opcode.AVERAGE_POOL, c -> c.p.averagePool(PADDED, c.p.concatenate(c.x, c.z)));
        unary(
                Opcode.AVERAGE_POOL_TRANSPOSED,
                c -> c.p.averagePoolTransposed(PADDED, c.p.concatenate(c.x, c.z, c.s, c.x, c.p.slice(c.z, 0, 2))));
        unary(Opcode.CONCATENATE, c -> c.p.concatenate(c.x, c.s, c.z));
        unary(Opcode.SLICE, c -> c.p.slice(c.x, 1, 2));
        unary(
                Opcode.BROADCAST,
                c -> c.p.multiply(c.p.broadcast(c.s, 6), c.p.add(c.p.concatenate(c.z, c.x), c.p.broadcast(c.x, 6))));
        unary(
                Opcode.ROW_SUM,
                c -> c.p.concatenate(c.p.rowSum(c.x), c.p.rowSum(c.p.concatenate(c.x, c.s, c.p.slice(c.z, 0, 2)), 3)));
        unary(Opcode.ROW_MAXIMUM, c -> c.p.rowMaximum(c.x));
        unary(Opcode.STOP_GRADIENT, c -> c.p.multiply(c.p.stopGradient(c.x), c.x));
        shared(Opcode.OUTER_SUM, c -> c.p.outerSum(c.p.slice(c.x, 0, 2), c.z));
        shared(Opcode.BATCH_SUM, c -> c.p.batchSum(c.x));
        shared(
                Opcode.CONVOLUTION_SUM,
                c -> c.p.convolutionSum(
                        STRIDED, c.p.concatenate(c.x, c.z, c.p.slice(c.x, 0, 2)), c.p.concatenate(c.z, c.x)));
    }

    private OpcodeCases() {}

    /** A program around each opcode. */
    public static Map<Opcode, Program> all() {
        return Collections.unmodifiableMap(CASES);
    }

    /** Those whose derivative is the limit of differences: all but the one that says otherwise. */
    public static Map<Opcode, Program> differentiable() {
        Map<Opcode, Program> cases = new EnumMap<>(CASES);
        cases.remove(Opcode.STOP_GRADIENT);
        return cases;
    }

    private interface Body {
        Value write(Context context);
    }

    private static void unary(Opcode opcode, Body body) {
        define(opcode, context -> {
            Value y = body.write(context);
            context.p.output("y", context.p.multiply(y, context.p.add(y, context.p.constant(0.5, y.width()))));
        });
    }

    private static void shared(Opcode opcode, Body body) {
        define(opcode, context -> context.p.output("y", body.write(context)));
    }

    private static void define(Opcode opcode, Consumer<Context> body) {
        Context context = new Context();
        body.accept(context);
        CASES.put(opcode, context.p.build());
    }

    private static final class Context {
        private final ProgramBuilder p = new ProgramBuilder();
        private final Value x = bent(p.input("x", 3));
        private final Value z = bent(p.input("z", 3));
        private final Value s = bent(p.input("s", 1));
        private final Value w = p.parameter("W", 2, 3);
        private final Value b = p.parameter("b", 3);

        private Value k() {
            return p.parameter("K", 2, 4);
        }

        /** {@code v + v²/2}: one-to-one on (−1, 1), with no derivative that vanishes before the third. */
        private Value bent(Value v) {
            return p.add(v, p.scale(0.5, p.square(v)));
        }

        private Value positive(Value v) {
            return p.add(v, p.constant(1.2, v.width()));
        }
    }
}
