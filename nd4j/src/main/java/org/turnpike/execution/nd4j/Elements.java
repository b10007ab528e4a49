package org.turnpike.execution.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cos;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sin;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;

/**
 * Elementwise operations, on what is broadcast as well as on what is not.
 *
 * <p>ND4J's own selection takes 9.7 ms where an addition takes 0.015 ms, so a selection is made of a product: that of the chosen
 * side's bits, read as an integer, with 1, and of the other side's with 0. So nothing of the other side gets through, were it NaN.
 * On a GPU it is ND4J's derivative of ReLU, which does the same.
 */
final class Elements {

    /** The dimension by which a value of one number a sample, or one for all, is stretched. */
    private static final int ONE = 1;

    private final Emitter to;

    Elements(Emitter to) {
        this.to = to;
    }

    /** Operands brought to shapes that broadcast against each other, and the shape that comes of it. */
    private record Aligned(List<INDArray> arrays, List<long[]> shapes, long[] result, int rows, int groups) {}

    Form apply(Instruction instruction, List<Form> operands) {
        int width = instruction.width();
        if (instruction.opcode() == Opcode.STOP_GRADIENT) {
            return to.share(operands.get(0), width);
        }
        List<Form> temporary = new ArrayList<>();
        Aligned x = align(operands, width, temporary);
        Form z = to.take(x.rows(), x.groups(), width);
        write(instruction, operands, x, z);
        temporary.forEach(to::release);
        return z;
    }

    private void write(Instruction instruction, List<Form> operands, Aligned x, Form z) {
        INDArray result = z.as(x.result());
        switch (instruction.opcode()) {
            case NEGATE ->
                to.emit(to.operations().elementwise(new Negative(x.arrays().get(0), result)));
            case ABSOLUTE ->
                to.emit(to.operations().elementwise(new Abs(x.arrays().get(0), result)));
            case SQUARE_ROOT ->
                to.emit(to.operations().elementwise(new Sqrt(x.arrays().get(0), result)));
            case EXPONENTIAL ->
                to.emit(to.operations().elementwise(new Exp(x.arrays().get(0), result)));
            case LOGARITHM ->
                to.emit(to.operations().elementwise(new Log(x.arrays().get(0), result)));
            case SINE -> to.emit(to.operations().elementwise(new Sin(x.arrays().get(0), result)));
            case COSINE ->
                to.emit(to.operations().elementwise(new Cos(x.arrays().get(0), result)));
            case TANH -> custom("tanh", result, x.arrays().get(0));
            case SIGMOID -> custom("sigmoid", result, x.arrays().get(0));
            case SOFTPLUS -> softplus(x, result);
            case ADD -> custom("add", result, x.arrays().get(0), x.arrays().get(1));
            case SUBTRACT ->
                custom("subtract", result, x.arrays().get(0), x.arrays().get(1));
            case MULTIPLY ->
                custom("multiply", result, x.arrays().get(0), x.arrays().get(1));
            case DIVIDE ->
                custom("divide", result, x.arrays().get(0), x.arrays().get(1));
            case MAXIMUM -> extremum("maximum", operands, x, result);
            case MINIMUM -> extremum("minimum", operands, x, result);
            case GREATER -> greater(operands, x, result);
            case SELECT -> select(operands, x, z);
            default -> throw new IllegalStateException(instruction.opcode() + " is not elementwise");
        }
    }

    /** {@code log(1 + e^x) = max(x, 0) + log(1 + e^{−|x|})}, which overflows nowhere. */
    private void softplus(Aligned x, INDArray result) {
        Form other = to.take(x.rows(), x.groups(), x.groups());
        INDArray t = other.as(x.result());
        to.emit(to.operations().elementwise(new Abs(x.arrays().get(0), t)));
        to.emit(to.operations().elementwise(new Negative(t, t)));
        to.emit(to.operations().elementwise(new Exp(t, t)));
        to.emit(to.operations().elementwise(new Log1p(t, t)));
        relu(x.arrays().get(0), result);
        custom("add", result, result, t);
        to.release(other);
    }

    private void relu(INDArray x, INDArray result) {
        to.emit(to.operations()
                .custom(
                        "relu",
                        new INDArray[] {x},
                        new INDArray[] {result},
                        new long[0],
                        new double[] {0},
                        new boolean[0]));
    }

    /**
     * ND4J's maximum keeps NaN of its second operand and loses that of its first, and broadcasting keeps neither. So both orders
     * are computed of arrays of one shape, and their mean is taken: equal numbers, unless one of them is NaN.
     */
    private void extremum(String name, List<Form> operands, Aligned x, INDArray result) {
        if (name.equals("maximum") && to.isConstant(operands.get(1), 0)) {
            relu(x.arrays().get(0), result);
            return;
        }
        Form first = whole(x, 0);
        Form second = whole(x, 1);
        Form turned = to.take(x.rows(), x.groups(), x.groups());
        INDArray t = turned.as(x.result());
        INDArray a = first.as(x.result());
        INDArray b = second.as(x.result());
        custom(name, t, a, b);
        custom(name, result, b, a);
        INDArray half = to.constant(0.5, ones(x.result().length));
        custom("multiply", t, t, half);
        custom("multiply", result, result, half);
        custom("add", result, result, t);
        to.release(turned);
        to.release(first);
        to.release(second);
    }

    /** A copy of an operand in the shape of the result. */
    private Form whole(Aligned x, int operand) {
        Form copy = to.take(x.rows(), x.groups(), x.groups());
        custom("add", copy.as(x.result()), x.arrays().get(operand), to.constant(0, x.result()));
        return copy;
    }

    /** {@code a > b} where {@code a − b > 0}, also of infinities, since gradual underflow never makes a difference 0. */
    private void greater(List<Form> operands, Aligned x, INDArray result) {
        INDArray difference = x.arrays().get(0);
        if (!to.isConstant(operands.get(1), 0) || !Arrays.equals(x.shapes().get(0), x.result())) {
            custom("subtract", result, x.arrays().get(0), x.arrays().get(1));
            difference = result;
        }
        to.emit(to.operations().scalar(new Step(difference, result, 0.0)));
    }

    private void select(List<Form> operands, Aligned x, Form z) {
        boolean firstIsZero = to.isConstant(operands.get(1), 0);
        boolean secondIsZero = to.isConstant(operands.get(2), 0);
        Form mask = whole(x, 0);
        INDArray chosen = mask.as(x.result());
        to.emit(to.operations().scalar(new Step(chosen, chosen, 0.0)));
        if (secondIsZero) {
            keep(chosen, x, 1, z);
        } else {
            Form first = to.take(x.rows(), x.groups(), x.groups());
            if (!firstIsZero) {
                keep(chosen, x, 1, first);
            }
            to.emit(to.operations().scalar(new ScalarReverseSubtraction(chosen, null, chosen, 1.0)));
            keep(chosen, x, 2, z);
            if (!firstIsZero) {
                custom("add", z.as(x.result()), z.as(x.result()), first.as(x.result()));
            }
            to.release(first);
        }
        to.release(mask);
    }

    /** Operand number {@code operand} where {@code mask} is 1, zero where it is 0. */
    private void keep(INDArray mask, Aligned x, int operand, Form target) {
        Form value = whole(x, operand);
        if (to.isCpu()) {
            Form integers = to.take(x.rows(), x.groups(), x.groups());
            INDArray switches = integers.slot().bitsAs(x.result());
            to.emit(to.operations()
                    .custom("cast", new INDArray[] {mask}, new INDArray[] {switches}, DataType.INT.toInt()));
            custom("multiply", target.slot().bitsAs(x.result()), value.slot().bitsAs(x.result()), switches);
            to.release(integers);
        } else {
            to.emit(to.operations()
                    .custom(
                            "relu_bp",
                            new INDArray[] {mask, value.as(x.result())},
                            new INDArray[] {target.as(x.result())},
                            new long[0],
                            new double[] {0},
                            new boolean[0]));
        }
        to.release(value);
    }

    private Aligned align(List<Form> operands, int width, List<Form> temporary) {
        int rows = operands.stream().mapToInt(Form::rows).max().orElse(ONE);
        int finest = operands.stream().mapToInt(Form::groups).max().orElse(ONE);
        int level = operands.stream().allMatch(x -> finest % x.groups() == 0) ? finest : width;
        int coarse = operands.stream()
                .mapToInt(Form::groups)
                .filter(groups -> groups > ONE && groups < level)
                .max()
                .orElse(ONE);
        List<INDArray> arrays = new ArrayList<>();
        List<long[]> shapes = new ArrayList<>();
        long[] result = coarse == ONE ? new long[] {rows, level} : new long[] {rows, coarse, level / coarse};
        for (Form operand : operands) {
            Form x = operand;
            if (x.groups() > ONE && x.groups() < level && x.groups() != coarse) {
                x = to.expand(x.widened(width), coarse % x.groups() == 0 ? coarse : level);
                temporary.add(x);
            }
            long[] shape = shape(x, coarse, level);
            shapes.add(shape);
            arrays.add(x.as(shape));
        }
        return new Aligned(arrays, shapes, result, rows, level);
    }

    private static long[] shape(Form x, int coarse, int level) {
        if (coarse == ONE) {
            return new long[] {x.rows(), x.groups()};
        }
        if (x.groups() == level) {
            return new long[] {x.rows(), coarse, level / coarse};
        }
        return new long[] {x.rows(), x.groups(), 1};
    }

    private static long[] ones(int rank) {
        long[] shape = new long[rank];
        Arrays.fill(shape, 1);
        return shape;
    }

    private void custom(String name, INDArray result, INDArray... operands) {
        to.emit(to.operations().custom(name, operands, result));
    }
}
