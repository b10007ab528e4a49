package org.turnpike.execution.vector;

import org.objectweb.asm.Opcodes;
import org.turnpike.program.Opcode;

/**
 * Writes the loop nest of every {@link KernelShape} but {@link KernelShape.Elementwise}.
 *
 * <p>All operands are loaded inside the innermost loop that uses them: a vector that lives across an inner loop is put on
 * the heap by the just-in-time compiler of Java 17 (measured: ten times slower). Only accumulators of the innermost loop do.
 */
final class KernelWriter {

    /** Rows computed together: with four groups of samples, 16 accumulators of the 32 vector registers. */
    static final int BLOCK = 4;

    private static final int ROWS = TileLayout.ROWS;
    private static final int PARTIAL_SUMS = TileLayout.PARTIAL_SUMS;

    private final LaneCode c;
    private final int lanes;

    private KernelWriter(LaneCode code) {
        this.c = code;
        this.lanes = code.lanes();
    }

    static void write(LaneCode code, KernelShape shape) {
        KernelWriter writer = new KernelWriter(code);
        if (shape instanceof KernelShape.Affine affine) {
            writer.affine(affine.rows());
        } else if (shape instanceof KernelShape.Outer outer) {
            writer.outer(outer.rows(), outer.columns());
        } else if (shape instanceof KernelShape.WindowProduct product) {
            new WindowWriter(code).product(product.rows());
        } else if (shape instanceof KernelShape.WindowSum sum) {
            new WindowWriter(code).sum(sum.rows(), sum.columns());
        } else if (shape instanceof KernelShape.WindowMean mean) {
            new WindowWriter(code).mean(mean.factor());
        } else if (shape instanceof KernelShape.WinogradWeights weights) {
            new WinogradWriter(code).weights(weights.winograd());
        } else if (shape instanceof KernelShape.WinogradImage image) {
            new WinogradWriter(code).image(image.winograd());
        } else if (shape instanceof KernelShape.WinogradProduct product) {
            writer.winogradProduct(product.rows());
        } else if (shape instanceof KernelShape.WinogradResult result) {
            new WinogradWriter(code).result(result.winograd());
        } else if (shape instanceof KernelShape.BatchSum) {
            writer.batchSum();
        } else if (shape instanceof KernelShape.Reduction reduction) {
            writer.reduction(reduction.opcode());
        } else if (shape instanceof KernelShape.Elementwise elementwise) {
            ElementwiseWriter.write(code, elementwise);
        }
    }

    private void affine(int rows) {
        int x = c.argument(0);
        int matrix = c.argument(1);
        int bias = c.argument(2);
        int out = c.argument(3);
        int outputs = c.argument(4);
        int inputs = c.argument(5);
        int rowStride = c.argument(6);
        int columnStride = c.argument(7);
        int biasStride = c.argument(8);
        product(
                rows,
                LaneCode.PARAMETERS,
                new Operands(x, matrix, out, outputs, inputs, rowStride, columnStride),
                (row, r) -> c.repeat(LaneCode.PARAMETERS, c.rowAt(bias, row, r, biasStride)));
    }

    private void winogradProduct(int rows) {
        int x = c.argument(0);
        int matrix = c.argument(1);
        int out = c.argument(2);
        int values = c.argument(3);
        int outputs = c.argument(4);
        int inputs = c.argument(5);
        int xStride = c.argument(6);
        int matrixStride = c.argument(7);
        int outStride = c.argument(8);
        int one = c.position(() -> c.pushInt(1));
        c.prepareConstant(0f);
        c.loopTo(values, 1, value -> {
            int valueX = c.position(c.rowAt(x, value, 0, xStride));
            int valueMatrix = c.position(c.rowAt(matrix, value, 0, inputs));
            int valueOut = c.position(c.rowAt(out, value, 0, outStride));
            product(
                    rows,
                    LaneCode.MEMORY,
                    new Operands(valueX, valueMatrix, valueOut, outputs, inputs, matrixStride, one),
                    (row, r) -> c.constant(0f));
        });
    }

    /** Locals of a product {@code out = M x}: three positions, rows and columns of M, and how far apart they are. */
    private record Operands(int x, int matrix, int out, int outputs, int inputs, int rowStride, int columnStride) {}

    /** What a sum begins with. */
    private interface Start {
        int of(int row, int r);
    }

    /** Rows of a product, whose matrix is in {@code array}. */
    private void product(int rows, int array, Operands operands, Start start) {
        int groups = lanes == 16 ? 4 : 2;
        c.loop(ROWS, groups * lanes, sample -> {
            int sampleX = c.position(c.at(operands.x(), sample, 1, 0));
            int sampleOut = c.position(c.at(operands.out(), sample, 1, 0));
            c.loopTo(operands.outputs(), rows, row -> {
                int[] weights = new int[rows];
                int[][] sums = new int[rows][groups];
                for (int r = 0; r < rows; r++) {
                    weights[r] = c.position(c.rowAt(operands.matrix(), row, r, operands.rowStride()));
                    int first = start.of(row, r);
                    for (int g = 0; g < groups; g++) {
                        sums[r][g] = c.copy(first);
                    }
                }
                c.loopTo(operands.inputs(), 1, k -> {
                    int xRow = c.position(c.at(sampleX, k, ROWS, 0));
                    int[] values = new int[groups];
                    for (int g = 0; g < groups; g++) {
                        values[g] = c.load(LaneCode.MEMORY, c.at(xRow, g * lanes));
                    }
                    for (int r = 0; r < rows; r++) {
                        int weight = c.repeat(array, c.at(weights[r], 0));
                        for (int g = 0; g < groups; g++) {
                            c.accumulate(weight, values[g], sums[r][g]);
                        }
                        c.advance(weights[r], operands.columnStride());
                    }
                });
                int outRow = c.position(c.at(sampleOut, row, ROWS, 0));
                for (int r = 0; r < rows; r++) {
                    for (int g = 0; g < groups; g++) {
                        c.store(LaneCode.MEMORY, c.at(outRow, r * ROWS + g * lanes), sums[r][g]);
                    }
                }
            });
        });
    }

    private void outer(int rows, int columns) {
        int allRows = c.argument(0);
        int allColumns = c.argument(1);
        int stride = c.argument(2);
        int pairs = c.argument(3);
        int gradient = c.argument(4);
        int chunks = ROWS / PARTIAL_SUMS;
        int steps = c.position(() -> {
            c.code.visitVarInsn(Opcodes.ILOAD, pairs);
            c.pushInt(chunks);
            c.code.visitInsn(Opcodes.IMUL);
        });
        c.loop(
                PARTIAL_SUMS,
                lanes,
                lane -> c.loopTo(
                        allRows,
                        rows,
                        row -> c.loopTo(allColumns, columns, column -> {
                            int yStart = c.position(c.at(lane, row, ROWS, 0));
                            int xStart = c.position(c.at(lane, column, ROWS, 0));
                            int columnStart = c.position(c.at(gradient, column, PARTIAL_SUMS, 0));
                            int start = c.position(c.at(columnStart, lane, 1, 0));
                            int[] targets = new int[rows];
                            int[][] sums = new int[rows][columns];
                            for (int r = 0; r < rows; r++) {
                                targets[r] = c.position(c.rowAt(start, row, r, stride));
                                for (int k = 0; k < columns; k++) {
                                    sums[r][k] = c.load(LaneCode.GRADIENT, c.at(targets[r], k * PARTIAL_SUMS));
                                }
                            }
                            // One loop over pairs and chunks of samples, not two nested ones: the sums live across it.
                            c.loopTo(steps, 1, step -> {
                                int x = c.position(pairPosition(step, chunks, 6, xStart));
                                int[] values = new int[columns];
                                for (int k = 0; k < columns; k++) {
                                    values[k] = c.load(LaneCode.MEMORY, c.at(x, k * ROWS));
                                }
                                int y = c.position(pairPosition(step, chunks, 5, yStart));
                                for (int r = 0; r < rows; r++) {
                                    int factor = c.load(LaneCode.MEMORY, c.at(y, r * ROWS));
                                    for (int k = 0; k < columns; k++) {
                                        c.accumulate(factor, values[k], sums[r][k]);
                                    }
                                }
                            });
                            for (int r = 0; r < rows; r++) {
                                for (int k = 0; k < columns; k++) {
                                    c.store(LaneCode.GRADIENT, c.at(targets[r], k * PARTIAL_SUMS), sums[r][k]);
                                }
                            }
                        })));
    }

    /** {@code arguments[first + 2·(step / chunks)] + (step mod chunks)·PARTIAL_SUMS + start}; chunks is a power of two. */
    private LaneCode.Index pairPosition(int step, int chunks, int first, int start) {
        return () -> {
            c.code.visitVarInsn(Opcodes.ALOAD, LaneCode.ARGUMENTS);
            c.code.visitVarInsn(Opcodes.ILOAD, step);
            c.pushInt(Integer.numberOfTrailingZeros(chunks));
            c.code.visitInsn(Opcodes.ISHR);
            c.pushInt(2);
            c.code.visitInsn(Opcodes.IMUL);
            c.pushInt(first);
            c.code.visitInsn(Opcodes.IADD);
            c.code.visitInsn(Opcodes.IALOAD);
            c.code.visitVarInsn(Opcodes.ILOAD, step);
            c.pushInt(chunks - 1);
            c.code.visitInsn(Opcodes.IAND);
            c.pushInt(PARTIAL_SUMS);
            c.code.visitInsn(Opcodes.IMUL);
            c.code.visitInsn(Opcodes.IADD);
            c.code.visitVarInsn(Opcodes.ILOAD, start);
            c.code.visitInsn(Opcodes.IADD);
        };
    }

    private void batchSum() {
        int gradient = c.argument(0);
        int x = c.argument(1);
        int width = c.argument(2);
        c.loop(
                PARTIAL_SUMS,
                lanes,
                lane -> c.loopTo(width, 1, row -> {
                    int target = c.position(c.at(c.position(c.at(gradient, row, PARTIAL_SUMS, 0)), lane, 1, 0));
                    int start = c.position(c.at(c.position(c.at(x, row, ROWS, 0)), lane, 1, 0));
                    int sum = c.load(LaneCode.GRADIENT, c.at(target, 0));
                    for (int chunk = 0; chunk < ROWS; chunk += PARTIAL_SUMS) {
                        sum = c.add(sum, c.load(LaneCode.MEMORY, c.at(start, chunk)));
                    }
                    c.store(LaneCode.GRADIENT, c.at(target, 0), sum);
                }));
    }

    private void reduction(Opcode opcode) {
        int x = c.argument(0);
        int out = c.argument(1);
        int run = c.argument(2);
        int runs = c.argument(3);
        int distance = c.position(() -> {
            c.code.visitVarInsn(Opcodes.ILOAD, run);
            c.pushInt(ROWS);
            c.code.visitInsn(Opcodes.IMUL);
        });
        // The neutral element of the sum is −0, which keeps the sign of a zero.
        float neutral = opcode == Opcode.ROW_SUM ? -0f : Float.NEGATIVE_INFINITY;
        c.prepareConstant(neutral);
        int groups = lanes == 16 ? 4 : 2;
        c.loopTo(runs, 1, number -> {
            int first = c.position(c.rowAt(x, number, 0, distance));
            int target = c.position(c.at(out, number, ROWS, 0));
            c.loop(ROWS, groups * lanes, sample -> {
                int start = c.position(c.at(first, sample, 1, 0));
                int[] results = new int[groups];
                for (int g = 0; g < groups; g++) {
                    results[g] = c.copy(c.constant(neutral));
                }
                c.loopTo(run, 1, row -> {
                    int position = c.position(c.at(start, row, ROWS, 0));
                    for (int g = 0; g < groups; g++) {
                        int value = c.load(LaneCode.MEMORY, c.at(position, g * lanes));
                        c.assign(
                                results[g],
                                opcode == Opcode.ROW_SUM ? c.add(results[g], value) : c.maximum(results[g], value));
                    }
                });
                int sampleOut = c.position(c.at(target, sample, 1, 0));
                for (int g = 0; g < groups; g++) {
                    c.store(LaneCode.MEMORY, c.at(sampleOut, g * lanes), results[g]);
                }
            });
        });
    }
}
