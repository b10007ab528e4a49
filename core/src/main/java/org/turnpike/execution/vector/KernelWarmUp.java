package org.turnpike.execution.vector;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs kernels on scratch data until they are machine code.
 *
 * <p>Before the optimising compiler has got to it, a kernel runs a hundred to a thousand times slower than after, because
 * every vector is an object then; without a warm-up the first iterations of a training take seconds. That gives the sign to
 * look for: a kernel that allocates nothing any more is well compiled.
 *
 * <p>A compilation can leave vectors on the heap for good (before {@link VectorCode} cast every vector to its class, this
 * befell one virtual machine in ten). When the compiler has nothing more to do and a kernel still allocates, its code is
 * generated again in a class of its own, which is compiled afresh.
 */
final class KernelWarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(KernelWarmUp.class);
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

    /** How often a kernel is generated again before it is taken as it is. */
    private static final int MOST_EXCHANGES = 3;

    private static final long COMPILER_IDLE = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int RUNS_BETWEEN_LOOKS = 40;

    /** Runs after which any method has been given to the optimising compiler. */
    private static final int SURELY_COMPILED = 12_000;

    /** Runs after which a kernel is generated again even if the compiler is always busy with other things. */
    private static final int HOPELESS = 60_000;

    /** Rows of scratch memory for each operand. */
    private static final int OPERAND_ROWS = 16;

    private static final int OPERANDS = 64;

    private final float[] memory = new float[OPERANDS * OPERAND_ROWS * TileLayout.ROWS];
    private final float[] parameters = new float[1024];
    private final float[] gradient = new float[1024 * TileLayout.PARTIAL_SUMS];
    private final ThreadMXBean threads;
    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private long compilerTime;
    private long compilerLastBusy = System.nanoTime();

    private KernelWarmUp(ThreadMXBean threads) {
        this.threads = threads;
        Arrays.fill(memory, 0.5f);
    }

    /**
     * @param generator makes the code of a shape anew
     */
    static void run(Collection<GeneratedKernel> kernels, Function<KernelShape, Kernel> generator) {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                && threads.isThreadAllocatedMemorySupported()) {
            new KernelWarmUp(threads).warm(kernels, generator);
        }
    }

    private void warm(Collection<GeneratedKernel> kernels, Function<KernelShape, Kernel> generator) {
        long start = System.nanoTime();
        List<Cold> cold = new ArrayList<>();
        kernels.stream()
                .filter(kernel -> !kernel.isGivenUp())
                .forEach(kernel -> cold.add(new Cold(kernel, arguments(kernel.shape()))));
        List<KernelShape> givenUp = new ArrayList<>();
        int exchanged = 0;
        while (!cold.isEmpty() && System.nanoTime() - start < LIMIT) {
            cold.removeIf(this::isWarm);
            boolean idle = isCompilerIdle();
            for (Iterator<Cold> rest = cold.iterator(); rest.hasNext(); ) {
                Cold kernel = rest.next();
                if (kernel.runs > HOPELESS || (idle && kernel.runs > SURELY_COMPILED)) {
                    if (kernel.exchanges == MOST_EXCHANGES) {
                        kernel.kernel.giveUp();
                        givenUp.add(kernel.kernel.shape());
                        rest.remove();
                    } else {
                        kernel.kernel.exchange(generator.apply(kernel.kernel.shape()));
                        kernel.exchanges++;
                        kernel.runs = 0;
                        exchanged++;
                    }
                }
            }
        }
        cold.forEach(kernel -> givenUp.add(kernel.kernel.shape()));
        if (!givenUp.isEmpty()) {
            LOG.warn(
                    "The just-in-time compiler left {} of {} kernels slow; results are right, but solves take longer",
                    givenUp.size(),
                    kernels.size());
            LOG.debug("Slow kernels: {}", givenUp);
        }
        LOG.debug(
                "Warmed up {} kernels in {} ms, {} generated again",
                kernels.size(),
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                exchanged);
    }

    private boolean isWarm(Cold cold) {
        Kernel code = cold.kernel.code();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < RUNS_BETWEEN_LOOKS; i++) {
            code.run(memory, parameters, gradient, cold.arguments, cold.table);
        }
        cold.runs += RUNS_BETWEEN_LOOKS;
        // The look itself may allocate a little; one boxed vector a run is 80 bytes.
        return threads.getCurrentThreadAllocatedBytes() - before < 40L * RUNS_BETWEEN_LOOKS;
    }

    private boolean isCompilerIdle() {
        long time = compiler == null ? 0 : compiler.getTotalCompilationTime();
        if (time != compilerTime) {
            compilerTime = time;
            compilerLastBusy = System.nanoTime();
        }
        return System.nanoTime() - compilerLastBusy > COMPILER_IDLE;
    }

    /** A kernel that still allocates. */
    private static final class Cold {
        private final GeneratedKernel kernel;
        private final int[] arguments;
        private final int[] table;
        private int runs;
        private int exchanges;

        Cold(GeneratedKernel kernel, int[] arguments) {
            this.kernel = kernel;
            this.arguments = arguments;
            this.table = table(kernel.shape());
        }
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
            return new int[] {operand(0), operand(1), 3, 2};
        }
        if (shape instanceof KernelShape.WindowProduct product) {
            return new int[] {operand(0), 0, 1023, operand(1), 2 * product.rows(), 5, 0, TileLayout.ROWS, 8};
        }
        if (shape instanceof KernelShape.WindowSum sum) {
            int rows = 2 * sum.rows();
            int columns = 2 * sum.columns();
            int stride = TileLayout.ROWS;
            int distance = 2 * TileLayout.PARTIAL_SUMS;
            return new int[] {
                rows,
                columns,
                columns * distance,
                distance,
                stride,
                stride,
                2,
                0,
                operand(0),
                operand(1),
                operand(2),
                operand(3)
            };
        }
        if (shape instanceof KernelShape.WinogradWeights) {
            return new int[] {0, operand(0), 2, 2, 18, 9, 1};
        }
        if (shape instanceof KernelShape.WinogradImage) {
            return new int[] {operand(0), operand(1), operand(2), operand(5), 2, TileLayout.ROWS, TileLayout.ROWS};
        }
        if (shape instanceof KernelShape.WinogradProduct product) {
            int outputs = 2 * product.rows();
            return new int[] {
                operand(0), operand(1), operand(2), 2, outputs, 5, 5 * TileLayout.ROWS, 10, outputs * TileLayout.ROWS
            };
        }
        if (shape instanceof KernelShape.WinogradResult) {
            return new int[] {
                operand(0), 0, operand(5), operand(60), operand(61), 2, TileLayout.ROWS, 1, TileLayout.ROWS
            };
        }
        if (shape instanceof KernelShape.WindowMean) {
            return new int[] {operand(0), operand(1), 2, TileLayout.ROWS, 2 * TileLayout.ROWS, 8};
        }
        KernelShape.Elementwise elementwise = (KernelShape.Elementwise) shape;
        int operands = elementwise.operands().size();
        int positions = operands + elementwise.results().size();
        int[] arguments = new int[positions + (elementwise.hasRuns() ? 2 + operands : 1)];
        Arrays.fill(arguments, 2);
        for (int i = 0; i < positions; i++) {
            KernelShape.Access access = i < operands ? elementwise.operands().get(i) : KernelShape.Access.FULL;
            boolean isParameter = access == KernelShape.Access.SPREAD || access == KernelShape.Access.SPREAD_RUNS;
            arguments[i] = isParameter ? 0 : operand(i % OPERANDS);
        }
        if (!elementwise.hasRuns()) {
            arguments[positions] = elementwise.writtenRows() > 0 ? elementwise.writtenRows() : 3;
        }
        return arguments;
    }

    private static int[] table(KernelShape shape) {
        int rows = TileLayout.ROWS;
        if (shape instanceof KernelShape.WindowProduct) {
            return new int[] {0, 0, 8, 3, rows, 0, 8, 3, 0, 0, rows, 1, 2 * rows, 2};
        }
        if (shape instanceof KernelShape.WindowSum) {
            return new int[] {6, 0, 7, 2, 1, 11, 2, 0, 0, rows, rows, 0, rows, rows, 0};
        }
        if (shape instanceof KernelShape.WinogradImage || shape instanceof KernelShape.WinogradResult) {
            int[] table = new int[72];
            for (int i = 0; i < table.length; i += 4) {
                table[i] = -1;
                table[i + 1] = i * rows / 8;
            }
            return table;
        }
        if (shape instanceof KernelShape.WindowMean) {
            return new int[] {0, 0, 8, 3, rows, rows, 8, 3, 0, rows, 2 * rows};
        }
        return new int[0];
    }

    private static int operand(int number) {
        return number * OPERAND_ROWS * TileLayout.ROWS;
    }
}
