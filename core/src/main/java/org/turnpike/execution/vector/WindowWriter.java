package org.turnpike.execution.vector;

import org.objectweb.asm.Opcodes;

/**
 * Writes the loop nests of convolutions and pooling. They walk along the distances of a {@link WindowTable}, so that one
 * kernel serves every image, stride and padding, and what lies outside the image costs nothing.
 */
final class WindowWriter {

    private static final int ROWS = TileLayout.ROWS;
    private static final int PARTIAL_SUMS = TileLayout.PARTIAL_SUMS;

    private final LaneCode c;
    private final int lanes;

    WindowWriter(LaneCode code) {
        this.c = code;
        this.lanes = code.lanes();
    }

    /** Most rows of a {@link KernelShape.WindowProduct}: with its samples as many sums as there are registers for. */
    static int mostRows(int lanes) {
        return lanes >= 8 ? 6 : 4;
    }

    void product(int rows) {
        int x = c.argument(0);
        int matrix = c.argument(1);
        int bias = c.argument(2);
        int out = c.argument(3);
        int outputs = c.argument(4);
        int matrixStride = c.argument(5);
        int biasStride = c.argument(6);
        int outStride = c.argument(7);
        int results = c.argument(8);
        int groups = lanes == 16 ? 4 : 2;
        // Results outermost: what one of them sums up is read from the second cache for all channels, and not again and
        // again from memory (the stem of 28×28 images takes 20 ms a tile instead of 28).
        c.loopTo(results, 4, result -> {
            int target = c.position(c.sum(out, c.table(result, 0)));
            int source = c.position(c.sum(x, c.table(result, 1)));
            int start = c.position(c.table(result, 2));
            int size = c.position(doubled(c.table(result, 3)));
            c.loop(ROWS, groups * lanes, sample -> {
                int sampleX = c.position(c.at(source, sample, 1, 0));
                int firstOut = c.position(c.at(target, sample, 1, 0));
                c.loopTo(outputs, rows, row -> {
                    int firstWeight = c.position(c.rowAt(matrix, row, 0, matrixStride));
                    int[][] sums = new int[rows][groups];
                    for (int r = 0; r < rows; r++) {
                        int first = c.repeat(LaneCode.PARAMETERS, c.rowAt(bias, row, r, biasStride));
                        for (int g = 0; g < groups; g++) {
                            sums[r][g] = c.copy(first);
                        }
                    }
                    c.loopToMaybeNone(size, 2, k -> {
                        int entry = c.position(c.at(start, k, 1, 0));
                        int xTerm = c.position(c.sum(sampleX, c.table(entry, 0)));
                        int weight = c.position(c.sum(firstWeight, c.table(entry, 1)));
                        int[] values = new int[groups];
                        for (int g = 0; g < groups; g++) {
                            values[g] = c.load(LaneCode.MEMORY, c.at(xTerm, g * lanes));
                        }
                        for (int r = 0; r < rows; r++) {
                            if (r > 0) {
                                c.advance(weight, matrixStride);
                            }
                            int factor = c.repeat(LaneCode.PARAMETERS, c.at(weight, 0));
                            for (int g = 0; g < groups; g++) {
                                c.accumulate(factor, values[g], sums[r][g]);
                            }
                        }
                    });
                    int sampleOut = c.position(c.rowAt(firstOut, row, 0, outStride));
                    for (int r = 0; r < rows; r++) {
                        if (r > 0) {
                            c.advance(sampleOut, outStride);
                        }
                        for (int g = 0; g < groups; g++) {
                            c.store(LaneCode.MEMORY, c.at(sampleOut, g * lanes), sums[r][g]);
                        }
                    }
                });
            });
        });
    }

    void sum(int rows, int columns) {
        int allRows = c.argument(0);
        int allColumns = c.argument(1);
        int rowStride = c.argument(2);
        int columnStride = c.argument(3);
        int yStride = c.argument(4);
        int xStride = c.argument(5);
        int pairs = c.argument(6);
        int gradient = c.argument(7);
        int sections = c.position(c.table(c.position(() -> c.pushInt(0)), 0));
        int pairPositions = c.position(doubled(c.at(pairs, 0)));
        c.loopTo(allRows, rows, row -> {
            int gradientRow = c.position(c.rowAt(gradient, row, 0, rowStride));
            c.loopTo(allColumns, columns, column -> {
                int gradientBlock = c.position(c.rowAt(gradientRow, column, 0, columnStride));
                c.loopTo(pairPositions, 2, pair -> {
                    int y = c.position(c.rowAt(c.position(pairArgument(pair, 8)), row, 0, yStride));
                    int x = c.position(c.rowAt(c.position(pairArgument(pair, 9)), column, 0, xStride));
                    // All samples of a few places at a time: for all taps they stay in the first cache.
                    c.loop(PARTIAL_SUMS, lanes, lane -> {
                        int sampleY = c.position(c.at(y, lane, 1, 0));
                        int sampleX = c.position(c.at(x, lane, 1, 0));
                        c.loopTo(sections, 3, section -> {
                            int tap = c.position(c.table(section, 1));
                            int start = c.position(c.table(section, 2));
                            int size = c.position(doubled(c.table(section, 3)));
                            int tapGradient = c.position(
                                    c.sum(c.position(c.at(gradientBlock, tap, PARTIAL_SUMS, 0)), c.at(lane, 0)));
                            sumTap(
                                    rows,
                                    columns,
                                    new TapSum(
                                            start,
                                            size,
                                            tapGradient,
                                            rowStride,
                                            columnStride,
                                            sampleY,
                                            yStride,
                                            sampleX,
                                            xStride));
                        });
                    });
                });
            });
        });
    }

    /** Locals of the innermost loop of a {@link KernelShape.WindowSum}. */
    private record TapSum(
            int start,
            int size,
            int gradient,
            int rowStride,
            int columnStride,
            int y,
            int yStride,
            int x,
            int xStride) {}

    private void sumTap(int rows, int columns, TapSum tap) {
        int[][] targets = new int[rows][columns];
        int[][] sums = new int[rows][columns];
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < columns; k++) {
                targets[r][k] = c.position(
                        k > 0
                                ? c.sum(targets[r][k - 1], c.at(tap.columnStride(), 0))
                                : r > 0 ? c.sum(targets[r - 1][0], c.at(tap.rowStride(), 0)) : c.at(tap.gradient(), 0));
                sums[r][k] = c.load(LaneCode.GRADIENT, c.at(targets[r][k], 0));
            }
        }
        c.loopToMaybeNone(tap.size(), 2, k -> {
            int entry = c.position(c.at(tap.start(), k, 1, 0));
            int[] x = channels(columns, c.sum(tap.x(), c.table(entry, 1)), tap.xStride());
            int[] y = channels(rows, c.sum(tap.y(), c.table(entry, 0)), tap.yStride());
            for (int chunk = 0; chunk < ROWS; chunk += PARTIAL_SUMS) {
                int[] values = new int[columns];
                for (int column = 0; column < columns; column++) {
                    values[column] = c.load(LaneCode.MEMORY, c.at(x[column], chunk));
                }
                for (int r = 0; r < rows; r++) {
                    int factor = c.load(LaneCode.MEMORY, c.at(y[r], chunk));
                    for (int column = 0; column < columns; column++) {
                        c.accumulate(factor, values[column], sums[r][column]);
                    }
                }
            }
        });
        for (int r = 0; r < rows; r++) {
            for (int k = 0; k < columns; k++) {
                c.store(LaneCode.GRADIENT, c.at(targets[r][k], 0), sums[r][k]);
            }
        }
    }

    /** The positions of {@code count} channels, {@code stride} apart. */
    private int[] channels(int count, LaneCode.Index first, int stride) {
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[i] = c.position(i == 0 ? first : c.sum(positions[i - 1], c.at(stride, 0)));
        }
        return positions;
    }

    void mean(float factor) {
        int x = c.argument(0);
        int out = c.argument(1);
        int channels = c.argument(2);
        int xStride = c.argument(3);
        int outStride = c.argument(4);
        int results = c.argument(5);
        c.prepareConstant(0f, factor);
        c.loopTo(channels, 1, channel -> {
            int firstX = c.position(c.rowAt(x, channel, 0, xStride));
            int firstOut = c.position(c.rowAt(out, channel, 0, outStride));
            c.loopTo(results, 4, result -> {
                int target = c.position(c.sum(firstOut, c.table(result, 0)));
                int source = c.position(c.sum(firstX, c.table(result, 1)));
                int start = c.position(c.table(result, 2));
                int size = c.position(c.table(result, 3));
                c.loop(ROWS, lanes, sample -> {
                    int sampleX = c.position(c.at(source, sample, 1, 0));
                    int total = c.copy(c.constant(0f));
                    c.loopToMaybeNone(size, 1, k -> {
                        int entry = c.position(c.at(start, k, 1, 0));
                        int term = c.position(c.sum(sampleX, c.table(entry, 0)));
                        c.assign(total, c.add(total, c.load(LaneCode.MEMORY, c.at(term, 0))));
                    });
                    c.store(LaneCode.MEMORY, c.at(target, sample, 1, 0), c.multiply(c.constant(factor), total));
                });
            });
        });
    }

    private LaneCode.Index doubled(LaneCode.Index index) {
        return () -> {
            index.push();
            c.pushInt(1);
            c.code.visitInsn(Opcodes.ISHL);
        };
    }

    /** {@code arguments[first + pair]}. */
    private LaneCode.Index pairArgument(int pair, int first) {
        return () -> {
            c.code.visitVarInsn(Opcodes.ALOAD, LaneCode.ARGUMENTS);
            c.code.visitVarInsn(Opcodes.ILOAD, pair);
            c.pushInt(first);
            c.code.visitInsn(Opcodes.IADD);
            c.code.visitInsn(Opcodes.IALOAD);
        };
    }
}
