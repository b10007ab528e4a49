package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Operations of ND4J, bound to their arrays once and run many times: an {@link OpContext} that is built for every call costs more
 * than a small operation does.
 */
final class Operations {

    private static final long[] NO_INTEGERS = {};
    private static final double[] NO_NUMBERS = {};
    private static final boolean[] NO_FLAGS = {};

    private final OpExecutioner executioner = Nd4j.getExecutioner();

    /** One operation and its arrays. */
    interface Bound {
        void run();
    }

    Bound custom(String name, INDArray[] inputs, INDArray... outputs) {
        return custom(name, inputs, outputs, NO_INTEGERS, NO_NUMBERS, NO_FLAGS);
    }

    Bound custom(String name, INDArray[] inputs, INDArray[] outputs, long... integers) {
        return custom(name, inputs, outputs, integers, NO_NUMBERS, NO_FLAGS);
    }

    Bound custom(
            String name, INDArray[] inputs, INDArray[] outputs, long[] integers, double[] numbers, boolean[] flags) {
        CustomOp operation = DynamicCustomOp.builder(name).build();
        OpContext context = executioner.buildContext();
        for (int i = 0; i < inputs.length; i++) {
            context.setInputArray(i, inputs[i]);
        }
        for (int i = 0; i < outputs.length; i++) {
            context.setOutputArray(i, outputs[i]);
        }
        if (integers.length > 0) {
            context.setIArguments(integers);
        }
        if (numbers.length > 0) {
            context.setTArguments(numbers);
        }
        if (flags.length > 0) {
            context.setBArguments(flags);
        }
        return () -> executioner.exec(operation, context);
    }

    /** {@code z = a · b}, either transposed or not, of matrices that lie row by row. */
    Bound product(INDArray a, long transposeA, INDArray b, long transposeB, INDArray z) {
        return custom("matmul", new INDArray[] {a, b}, new INDArray[] {z}, transposeA, transposeB, 0);
    }

    /** Operations of ND4J's older kind, which know their arrays. */
    Bound elementwise(Op operation) {
        return () -> executioner.exec(operation);
    }

    Bound scalar(ScalarOp operation) {
        return () -> executioner.exec(operation);
    }

    Bound copy(INDArray from, INDArray to) {
        return custom("assign", new INDArray[] {to, from}, to);
    }

    /** An array of one number for every element. */
    static INDArray filled(double value, long... shape) {
        return Nd4j.valueArrayOf(shape, value, DataType.FLOAT);
    }
}
