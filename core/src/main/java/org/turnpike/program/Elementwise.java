package org.turnpike.program;

/** The meaning of every elementwise operation, in double precision: the specification that back-ends are tested against. */
public final class Elementwise {

    private Elementwise() {}

    /** The value of {@code opcode} at {@code x}, one number for each operand. */
    public static double apply(Opcode opcode, double... x) {
        return switch (opcode) {
            case NEGATE -> -x[0];
            case ABSOLUTE -> Math.abs(x[0]);
            case SQUARE_ROOT -> Math.sqrt(x[0]);
            case EXPONENTIAL -> Math.exp(x[0]);
            case LOGARITHM -> Math.log(x[0]);
            case SINE -> Math.sin(x[0]);
            case COSINE -> Math.cos(x[0]);
            case TANH -> Math.tanh(x[0]);
            case SIGMOID -> sigmoid(x[0]);
            case SOFTPLUS -> Math.max(x[0], 0) + Math.log1p(Math.exp(-Math.abs(x[0])));
            case STOP_GRADIENT -> x[0];
            case ADD -> x[0] + x[1];
            case SUBTRACT -> x[0] - x[1];
            case MULTIPLY -> x[0] * x[1];
            case DIVIDE -> x[0] / x[1];
            case MAXIMUM -> Math.max(x[0], x[1]);
            case MINIMUM -> Math.min(x[0], x[1]);
            case GREATER -> x[0] > x[1] ? 1 : 0;
            case SELECT -> x[0] > 0 ? x[1] : x[2];
            default -> throw new IllegalArgumentException(opcode + " is not elementwise");
        };
    }

    // exp of a negative number only: no overflow on either side.
    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }
}
