package org.turnpike.execution.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarAdd;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarReverseSubtraction;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Negative;

/** Finds NaN, and makes it, with operations that pass over it. */
final class NotANumber {

    private NotANumber() {}

    /** Writes 1 where {@code x} is NaN, else 0: of numbers {@code |x| + 1 > 0} holds, of NaN nothing does. */
    static void mark(Emitter to, Form x, Form marks) {
        INDArray m = marks.array();
        to.emit(to.operations().elementwise(new Abs(x.array(), m)));
        to.emit(to.operations().scalar(new ScalarAdd(m, null, m, 1.0)));
        to.emit(to.operations().scalar(new Step(m, m, 0.0)));
        to.emit(to.operations().scalar(new ScalarReverseSubtraction(m, null, m, 1.0)));
    }

    /** Makes NaN of the numbers of {@code target} that {@code count} is not 0 for: √−0 is 0, and √ of less is NaN. */
    static void add(Emitter to, Form count, Form target) {
        INDArray c = count.array();
        INDArray t = target.as(count.rows(), count.groups());
        to.emit(to.operations().elementwise(new Negative(c, c)));
        to.emit(to.operations().elementwise(new Sqrt(c, c)));
        to.emit(to.operations().custom("add", new INDArray[] {t, c}, t));
    }
}
