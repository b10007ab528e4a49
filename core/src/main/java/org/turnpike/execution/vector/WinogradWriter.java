package org.turnpike.execution.vector;

import java.util.function.IntUnaryOperator;
import org.objectweb.asm.Opcodes;

/** Writes the loop nests of {@link Winograd}'s convolutions. */
final class WinogradWriter {

    private static final int ROWS = TileLayout.ROWS;

    private final LaneCode c;
    private final int lanes;

    WinogradWriter(LaneCode code) {
        this.c = code;
        this.lanes = code.lanes();
    }

    void weights(Winograd winograd) {
        int matrix = c.argument(0);
        int out = c.argument(1);
        int outputs = c.argument(2);
        int inputs = c.argument(3);
        int outputStride = c.argument(4);
        int inputStride = c.argument(5);
        int tapStride = c.argument(6);
        int size = winograd.side();
        double[][] map = winograd.weightsMap();
        prepareConstants(map);
        int target = c.position(c.at(out, 0));
        c.loopTo(outputs, 1, output -> {
            int outputMatrix = c.position(c.rowAt(matrix, output, 0, outputStride));
            c.loopTo(inputs, 1, input -> {
                int tap = c.position(c.rowAt(outputMatrix, input, 0, inputStride));
                int[][] taps = new int[Winograd.TAPS][Winograd.TAPS];
                for (int[] row : taps) {
                    for (int column = 0; column < Winograd.TAPS; column++) {
                        row[column] = c.load(LaneCode.PARAMETERS, c.at(tap, 0));
                        c.advance(tap, tapStride);
                    }
                }
                int value = c.position(c.at(target, input, 1, 0));
                int[][] columns = new int[size][Winograd.TAPS];
                for (int column = 0; column < Winograd.TAPS; column++) {
                    int[] values = new int[Winograd.TAPS];
                    for (int row = 0; row < Winograd.TAPS; row++) {
                        values[row] = taps[row][column];
                    }
                    for (int i = 0; i < size; i++) {
                        columns[i][column] = combination(map[i], values);
                    }
                }
                for (int[] row : columns) {
                    for (double[] factors : map) {
                        c.store(LaneCode.MEMORY, c.at(value, 0), combination(factors, row));
                        c.advance(value, inputs);
                    }
                }
            });
            for (int i = 0; i < size * size; i++) {
                c.advance(target, inputs);
            }
        });
    }

    void image(Winograd winograd) {
        int x = c.argument(0);
        int outside = c.argument(1);
        int half = c.argument(2);
        int out = c.argument(3);
        int channels = c.argument(4);
        int xStride = c.argument(5);
        int outStride = c.argument(6);
        double[][] map = winograd.imageMap();
        prepareConstants(map);
        c.loopTo(channels, 1, channel -> {
            int first = c.position(c.rowAt(x, channel, 0, xStride));
            int target = c.position(c.at(out, channel, ROWS, 0));
            transform(map, winograd.side(), listed(first, outside), half, spaced(target, outStride), value -> value);
        });
    }

    void result(Winograd winograd) {
        int x = c.argument(0);
        int bias = c.argument(1);
        int half = c.argument(2);
        int outside = c.argument(3);
        int out = c.argument(4);
        int channels = c.argument(5);
        int xStride = c.argument(6);
        int biasStride = c.argument(7);
        int outStride = c.argument(8);
        double[][] map = winograd.resultMap();
        prepareConstants(map);
        c.loopTo(channels, 1, channel -> {
            int source = c.position(c.at(x, channel, ROWS, 0));
            int first = c.position(c.rowAt(out, channel, 0, outStride));
            int channelBias = c.position(c.rowAt(bias, channel, 0, biasStride));
            transform(
                    map,
                    winograd.side(),
                    spaced(source, xStride),
                    half,
                    listed(first, outside),
                    value -> c.add(value, c.repeat(LaneCode.PARAMETERS, c.at(channelBias, 0))));
        });
    }

    /** Where the numbers of a square lie, of all samples. */
    private interface Square {
        /** A new local with the position of number {@code number + more}; {@code number} is a local. */
        int position(int number, int more);
    }

    /** The numbers of a square, one every {@code stride} numbers from {@code first} on. */
    private Square spaced(int first, int stride) {
        return (number, more) -> c.position(c.rowAt(first, number, more, stride));
    }

    /** The numbers of a square of the channel that begins at {@code first}, as the table has them; outside the image it is {@code outside}. */
    private Square listed(int first, int outside) {
        int difference = c.position(() -> {
            c.code.visitVarInsn(Opcodes.ILOAD, first);
            c.code.visitVarInsn(Opcodes.ILOAD, outside);
            c.code.visitInsn(Opcodes.ISUB);
        });
        return (number, more) -> {
            int entry = c.position(c.at(number, number, 1, 0));
            return c.position(() -> {
                c.code.visitVarInsn(Opcodes.ILOAD, difference);
                c.table(entry, 2 * more).push();
                c.code.visitInsn(Opcodes.IAND);
                c.code.visitVarInsn(Opcodes.ILOAD, outside);
                c.code.visitInsn(Opcodes.IADD);
                c.table(entry, 2 * more + 1).push();
                c.code.visitInsn(Opcodes.IADD);
            });
        };
    }

    /**
     * {@code M S Mᵀ} of a square S of {@code size} × {@code size} numbers, first by columns, then by rows, in loops: written out, the
     * larger squares are more than the just-in-time compiler takes in one method.
     *
     * @param half where {@code M S} is kept, row by row
     * @param last done to every number at the end
     */
    private void transform(double[][] map, int size, Square source, int half, Square target, IntUnaryOperator last) {
        int rows = map.length;
        c.loop(size, 1, column -> {
            int[] from = new int[size];
            for (int row = 0; row < size; row++) {
                from[row] = source.position(column, row * size);
            }
            int to = c.position(c.at(half, column, ROWS, 0));
            c.loop(ROWS, lanes, sample -> {
                int[] values = new int[size];
                for (int row = 0; row < size; row++) {
                    values[row] = c.load(LaneCode.MEMORY, c.at(from[row], sample, 1, 0));
                }
                for (int i = 0; i < rows; i++) {
                    c.store(LaneCode.MEMORY, c.at(to, sample, 1, i * size * ROWS), combination(map[i], values));
                }
            });
        });
        int zero = c.position(() -> c.pushInt(0));
        c.loop(rows, 1, row -> {
            int from = c.position(c.at(half, row, size * ROWS, 0));
            int first = c.position(c.at(zero, row, rows, 0));
            int[] to = new int[rows];
            for (int j = 0; j < rows; j++) {
                to[j] = target.position(first, j);
            }
            c.loop(ROWS, lanes, sample -> {
                int[] values = new int[size];
                for (int k = 0; k < size; k++) {
                    values[k] = c.load(LaneCode.MEMORY, c.at(from, sample, 1, k * ROWS));
                }
                for (int j = 0; j < rows; j++) {
                    c.store(LaneCode.MEMORY, c.at(to[j], sample, 1, 0), last.applyAsInt(combination(map[j], values)));
                }
            });
        });
    }

    private static boolean isOne(double factor) {
        return Math.abs(factor) == 1;
    }

    private void prepareConstants(double[][] map) {
        for (double[] row : map) {
            for (double factor : row) {
                if (factor != 0 && !isOne(factor)) {
                    c.prepareConstant((float) factor);
                }
            }
        }
        c.prepareConstant(-1f);
    }

    private int combination(double[] factors, int[] values) {
        int first = 0;
        while (factors[first] == 0) {
            first++;
        }
        int sum = factors[first] == 1 ? values[first] : c.multiply(c.constant((float) factors[first]), values[first]);
        for (int i = first + 1; i < factors.length; i++) {
            if (factors[i] == 1) {
                sum = c.add(sum, values[i]);
            } else if (factors[i] == -1) {
                sum = c.subtract(sum, values[i]);
            } else if (factors[i] != 0) {
                sum = c.fma(c.constant((float) factors[i]), values[i], sum);
            }
        }
        return sum;
    }
}
