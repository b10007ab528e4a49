package org.turnpike.execution.vector;

import org.turnpike.execution.vector.KernelShape.Bias;
import org.turnpike.execution.vector.KernelShape.Orientation;
import org.turnpike.program.Opcode;

/** Writes the loop nest of every {@link KernelShape} but {@link KernelShape.Elementwise}. */
final class KernelWriter {

    private static final int ROWS = TileLayout.ROWS;
    private static final int PARTIAL_SUMS = TileLayout.PARTIAL_SUMS;

    /** Rows of a result computed together: with the groups of samples, at most 16 accumulators of 32 registers. */
    private static final int ROW_BLOCK = 4;

    /** Inner loops up to this length are written out. */
    private static final int UNROLLED = 4;

    private final LaneCode c;
    private final int lanes;
    private final int groups;

    private KernelWriter(LaneCode code) {
        this.c = code;
        this.lanes = code.lanes();
        this.groups = lanes == 16 ? 4 : 2;
    }

    static void write(LaneCode code, KernelShape shape) {
        KernelWriter writer = new KernelWriter(code);
        if (shape instanceof KernelShape.Affine affine) {
            writer.affine(affine);
        } else if (shape instanceof KernelShape.Outer outer) {
            writer.outer(outer);
        } else if (shape instanceof KernelShape.BatchSum sum) {
            writer.batchSum(sum);
        } else if (shape instanceof KernelShape.Reduction reduction) {
            writer.reduction(reduction);
        } else if (shape instanceof KernelShape.Elementwise elementwise) {
            ElementwiseWriter.write(code, elementwise);
        }
    }

    private void affine(KernelShape.Affine shape) {
        int x = c.argument(0);
        int matrix = c.argument(1);
        int bias = shape.bias() == Bias.PRESENT ? c.argument(2) : -1;
        int out = c.argument(shape.arguments() - 1);
        c.prepareConstant(0f);
        c.loop(ROWS, groups * lanes, sample -> {
            int sampleX = c.position(c.at(x, sample, 1, 0));
            int sampleOut = c.position(c.at(out, sample, 1, 0));
            blocks(
                    shape.outputs(),
                    ROW_BLOCK,
                    (row, first, count) -> affineBlock(shape, sampleX, matrix, sampleOut, bias, row, first, count));
        });
    }

    /** {@code count} rows of the result from {@code row + first}, for {@code groups} groups of lanes. */
    private void affineBlock(
            KernelShape.Affine shape, int x, int matrix, int out, int bias, int row, int first, int count) {
        int[][] sums = new int[count][groups];
        for (int r = 0; r < count; r++) {
            int start = bias < 0 ? c.constant(0f) : c.repeat(LaneCode.PARAMETERS, c.at(bias, row, 1, first + r));
            for (int g = 0; g < groups; g++) {
                sums[r][g] = c.copy(start);
            }
        }
        boolean stored = shape.orientation() == Orientation.STORED;
        int rowStride = stored ? shape.inputs() : 1;
        int columnStride = stored ? 1 : shape.outputs();
        int start = c.position(c.at(matrix, row, rowStride, first * rowStride));
        if (shape.inputs() <= UNROLLED) {
            for (int k = 0; k < shape.inputs(); k++) {
                multiplyAdd(sums, x, k * ROWS, start, k * columnStride, rowStride);
            }
        } else {
            int step = shape.inputs() % 2 == 0 ? 2 : 1;
            c.loop(shape.inputs(), step, k -> {
                int xRow = c.position(c.at(x, k, ROWS, 0));
                int column = c.position(c.at(start, k, columnStride, 0));
                for (int u = 0; u < step; u++) {
                    multiplyAdd(sums, xRow, u * ROWS, column, u * columnStride, rowStride);
                }
            });
        }
        int outRow = c.position(c.at(out, row, ROWS, first * ROWS));
        for (int r = 0; r < count; r++) {
            for (int g = 0; g < groups; g++) {
                c.store(LaneCode.MEMORY, c.at(outRow, r * ROWS + g * lanes), sums[r][g]);
            }
        }
    }

    private void multiplyAdd(int[][] sums, int x, int xOffset, int matrix, int matrixOffset, int rowStride) {
        int[] inputs = new int[groups];
        for (int g = 0; g < groups; g++) {
            inputs[g] = c.load(LaneCode.MEMORY, c.at(x, xOffset + g * lanes));
        }
        for (int r = 0; r < sums.length; r++) {
            int weight = c.repeat(LaneCode.PARAMETERS, c.at(matrix, matrixOffset + r * rowStride));
            for (int g = 0; g < groups; g++) {
                c.accumulate(weight, inputs[g], sums[r][g]);
            }
        }
    }

    /**
     * Blocks of rows × columns whose partial sums stay in registers. All operands are loaded inside the innermost loop: a
     * vector that lives across a loop is put on the heap by the just-in-time compiler of Java 17 (measured: ten times
     * slower), and with blocks of 4 × 4 the multiply-adds are the limit anyway.
     */
    private void outer(KernelShape.Outer shape) {
        int gradient = c.argument(0);
        int[] y = new int[shape.pairs()];
        int[] x = new int[shape.pairs()];
        for (int pair = 0; pair < shape.pairs(); pair++) {
            y[pair] = c.argument(1 + 2 * pair);
            x[pair] = c.argument(2 + 2 * pair);
        }
        int columnBlock = lanes == 16 ? 4 : 2;
        c.loop(PARTIAL_SUMS, lanes, lane -> blocks(shape.rows(), ROW_BLOCK, (row, firstRow, rows) ->
                blocks(shape.columns(), columnBlock, (column, firstColumn, columns) -> {
                    int[] ys = new int[y.length];
                    int[] xs = new int[x.length];
                    for (int pair = 0; pair < ys.length; pair++) {
                        int yRow = c.position(c.at(y[pair], row, ROWS, firstRow * ROWS));
                        ys[pair] = c.position(c.at(yRow, lane, 1, 0));
                        int xRow = c.position(c.at(x[pair], column, ROWS, firstColumn * ROWS));
                        xs[pair] = c.position(c.at(xRow, lane, 1, 0));
                    }
                    int stride = shape.columns() * PARTIAL_SUMS;
                    int target = c.position(c.at(gradient, row, stride, firstRow * stride + firstColumn * PARTIAL_SUMS));
                    int targetColumn = c.position(c.at(target, column, PARTIAL_SUMS, 0));
                    outerBlock(ys, xs, c.position(c.at(targetColumn, lane, 1, 0)), stride, rows, columns);
                })));
    }

    private void outerBlock(int[] y, int[] x, int target, int stride, int rows, int columns) {
        int[][] sums = new int[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < columns; k++) {
                sums[r][k] = c.load(LaneCode.GRADIENT, c.at(target, r * stride + k * PARTIAL_SUMS));
            }
        }
        for (int pair = 0; pair < y.length; pair++) {
            for (int chunk = 0; chunk < ROWS; chunk += PARTIAL_SUMS) {
                int[] values = new int[columns];
                for (int k = 0; k < columns; k++) {
                    values[k] = c.load(LaneCode.MEMORY, c.at(x[pair], k * ROWS + chunk));
                }
                for (int r = 0; r < rows; r++) {
                    int factor = c.load(LaneCode.MEMORY, c.at(y[pair], r * ROWS + chunk));
                    for (int k = 0; k < columns; k++) {
                        c.accumulate(factor, values[k], sums[r][k]);
                    }
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < columns; k++) {
                c.store(LaneCode.GRADIENT, c.at(target, r * stride + k * PARTIAL_SUMS), sums[r][k]);
            }
        }
    }

    /** Writes the body of a loop over whole blocks, and of the rest. */
    private interface BlockBody {
        /** The block begins at {@code variable + first} and has {@code count} members. */
        void write(int variable, int first, int count);
    }

    private void blocks(int size, int block, BlockBody body) {
        int whole = size / block * block;
        if (whole > 0) {
            c.loop(whole, block, variable -> body.write(variable, 0, block));
        }
        if (size > whole) {
            c.loop(1, 1, zero -> body.write(zero, whole, size - whole));
        }
    }

    private void batchSum(KernelShape.BatchSum shape) {
        int gradient = c.argument(0);
        int[] terms = new int[shape.terms()];
        for (int term = 0; term < terms.length; term++) {
            terms[term] = c.argument(1 + term);
        }
        c.loop(PARTIAL_SUMS, lanes, lane -> c.loop(shape.width(), 1, row -> {
            int target = c.position(c.at(gradient, row, PARTIAL_SUMS, 0));
            int sum = c.load(LaneCode.GRADIENT, c.at(target, lane, 1, 0));
            for (int term : terms) {
                int start = c.position(c.at(term, row, ROWS, 0));
                for (int chunk = 0; chunk < ROWS / PARTIAL_SUMS; chunk++) {
                    sum = c.add(sum, c.load(LaneCode.MEMORY, c.at(start, lane, 1, chunk * PARTIAL_SUMS)));
                }
            }
            c.store(LaneCode.GRADIENT, c.at(target, lane, 1, 0), sum);
        }));
    }

    private void reduction(KernelShape.Reduction shape) {
        int x = c.argument(0);
        int out = c.argument(1);
        c.loop(ROWS, lanes, sample -> {
            int start = c.position(c.at(x, sample, 1, 0));
            int result = c.load(LaneCode.MEMORY, c.at(start, 0));
            if (shape.width() > 1) {
                int from = c.position(c.at(start, ROWS));
                c.loop(shape.width() - 1, 1, row -> {
                    int value = c.load(LaneCode.MEMORY, c.at(from, row, ROWS, 0));
                    int next = shape.opcode() == Opcode.ROW_SUM ? c.add(result, value) : c.maximum(result, value);
                    c.assign(result, next);
                });
            }
            c.store(LaneCode.MEMORY, c.at(out, sample, 1, 0), result);
        });
    }
}
