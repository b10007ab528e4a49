package org.turnpike.execution.vector;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs kernels on scratch data until they are machine code.
 *
 * <p>Before the optimising compiler has got to it, a kernel runs a hundred to a thousand times slower than after, because
 * every vector is an object then; without a warm-up the first iterations of a training take seconds. That gives the sign to
 * look for: a kernel that allocates nothing any more is compiled.
 */
final class KernelWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(KernelWarmUp.class);
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(15);
    private static final int RUNS_BETWEEN_LOOKS = 40;

    /** Rows of scratch memory for each operand. */
    private static final int OPERAND_ROWS = 16;

    private static final int OPERANDS = 64;

    private KernelWarmUp() {}

    static void run(Map<KernelShape, Kernel> kernels) {
        if (kernels.isEmpty()
                || !(ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads)
                || !threads.isThreadAllocatedMemorySupported()) {
            return;
        }
        float[] memory = new float[OPERANDS * OPERAND_ROWS * TileLayout.ROWS];
        Arrays.fill(memory, 0.5f);
        float[] parameters = new float[1024];
        float[] gradient = new float[1024 * TileLayout.PARTIAL_SUMS];
        Map<KernelShape, int[]> arguments = new HashMap<>();
        kernels.keySet().forEach(shape -> arguments.put(shape, arguments(shape)));
        Map<KernelShape, Kernel> cold = new HashMap<>(kernels);
        long start = System.nanoTime();
        while (!cold.isEmpty() && System.nanoTime() - start < LIMIT) {
            for (Iterator<Map.Entry<KernelShape, Kernel>> rest = cold.entrySet().iterator(); rest.hasNext(); ) {
                Map.Entry<KernelShape, Kernel> entry = rest.next();
                Kernel kernel = entry.getValue();
                int[] positions = arguments.get(entry.getKey());
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < RUNS_BETWEEN_LOOKS; i++) {
                    kernel.run(memory, parameters, gradient, positions);
                }
                // The look itself may allocate a little; one boxed vector a run is 80 bytes.
                if (threads.getCurrentThreadAllocatedBytes() - before < 40L * RUNS_BETWEEN_LOOKS) {
                    rest.remove();
                }
            }
        }
        LOG.debug(
                "Warmed up {} kernels in {} ms; still cold: {}",
                kernels.size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                cold.keySet());
    }

    /** Small sizes, but every loop goes round more than once: else the compiler would take it for none. */
    private static int[] arguments(KernelShape shape) {
        if (shape instanceof KernelShape.Affine affine) {
            return new int[] {operand(0), 0, 1023, operand(1), 2 * affine.rows(), 5, 5, 1, 0};
        }
        if (shape instanceof KernelShape.Outer outer) {
            int columns = 2 * outer.columns();
            int stride = columns * TileLayout.PARTIAL_SUMS;
            return new int[] {2 * outer.rows(), columns, stride, 2, 0, operand(0), operand(1), operand(2), operand(3)};
        }
        if (shape instanceof KernelShape.BatchSum) {
            return new int[] {0, operand(0), 3};
        }
        if (shape instanceof KernelShape.Reduction) {
            return new int[] {operand(0), operand(1), 3};
        }
        KernelShape.Elementwise elementwise = (KernelShape.Elementwise) shape;
        int operands = elementwise.operands().size();
        int[] arguments = new int[operands + elementwise.results().size() + 1];
        for (int i = 0; i < arguments.length - 1; i++) {
            boolean isParameter = i < operands && elementwise.operands().get(i) == KernelShape.Access.SPREAD;
            arguments[i] = isParameter ? 0 : operand(i % OPERANDS);
        }
        arguments[arguments.length - 1] = elementwise.writtenRows() > 0 ? elementwise.writtenRows() : 3;
        return arguments;
    }

    private static int operand(int number) {
        return number * OPERAND_ROWS * TileLayout.ROWS;
    }
}
