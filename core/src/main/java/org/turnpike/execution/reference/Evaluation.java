package org.turnpike.execution.reference;

import java.util.Arrays;
import java.util.List;
import org.turnpike.program.Elementwise;
import org.turnpike.program.Instruction;

/**
 * Computes one instruction from the values before it. Per-sample values lie as {@code [width][tileRows]}, shared ones row
 * by row.
 */
final class Evaluation {

    private final List<Instruction> instructions;
    private final double[][] values;
    private final int tileRows;
    /** Arguments of elementwise operations, by their number, so that running allocates nothing. */
    private final double[][] arguments = {{}, new double[1], new double[2], new double[3]};

    Evaluation(List<Instruction> instructions, double[][] values, int tileRows) {
        this.instructions = instructions;
        this.values = values;
        this.tileRows = tileRows;
    }

    void evaluate(int id) {
        Instruction instruction = instructions.get(id);
        double[] result = values[id];
        switch (instruction.opcode()) {
            case CONSTANT -> Arrays.fill(result, instruction.constant());
            case LINEAR -> linear(instruction, result);
            case LINEAR_TRANSPOSED -> linearTransposed(instruction, result);
            case OUTER_SUM -> outerSum(instruction, result);
            case BATCH_SUM -> batchSum(instruction, result);
            case SPREAD -> spread(instruction, result);
            case CONVOLUTION ->
                window(instruction).convolution(operand(instruction, 0), operand(instruction, 1), result);
            case CONVOLUTION_TRANSPOSED ->
                window(instruction).convolutionTransposed(operand(instruction, 0), operand(instruction, 1), result);
            case CONVOLUTION_SUM ->
                window(instruction).convolutionSum(operand(instruction, 0), operand(instruction, 1), result);
            case AVERAGE_POOL -> window(instruction).averagePool(operand(instruction, 0), result);
            case AVERAGE_POOL_TRANSPOSED -> window(instruction).averagePoolTransposed(operand(instruction, 0), result);
            case CONCATENATE -> concatenate(instruction, result);
            case SLICE ->
                System.arraycopy(operand(instruction, 0), instruction.offset() * tileRows, result, 0, result.length);
            case BROADCAST -> broadcast(instruction, result);
            case ROW_SUM -> rowSum(instruction, result);
            case ROW_MAXIMUM -> rowMaximum(instruction, result);
            case NEGATE,
                    ABSOLUTE,
                    SQUARE_ROOT,
                    EXPONENTIAL,
                    LOGARITHM,
                    SINE,
                    COSINE,
                    TANH,
                    SIGMOID,
                    SOFTPLUS,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    MAXIMUM,
                    MINIMUM,
                    GREATER,
                    SELECT,
                    STOP_GRADIENT -> elementwise(instruction, result);
            case INPUT, PARAMETER -> throw new IllegalStateException(instruction.opcode() + " is bound, not computed");
        }
    }

    private void linear(Instruction instruction, double[] result) {
        double[] matrix = operand(instruction, 0);
        double[] x = operand(instruction, 1);
        int rows = instruction.width();
        int columns = x.length / tileRows;
        for (int row = 0; row < rows; row++) {
            for (int sample = 0; sample < tileRows; sample++) {
                double sum = 0;
                for (int column = 0; column < columns; column++) {
                    sum += matrix[row * columns + column] * x[column * tileRows + sample];
                }
                result[row * tileRows + sample] = sum;
            }
        }
    }

    private void linearTransposed(Instruction instruction, double[] result) {
        double[] matrix = operand(instruction, 0);
        double[] y = operand(instruction, 1);
        int rows = y.length / tileRows;
        int columns = instruction.width();
        for (int column = 0; column < columns; column++) {
            for (int sample = 0; sample < tileRows; sample++) {
                double sum = 0;
                for (int row = 0; row < rows; row++) {
                    sum += matrix[row * columns + column] * y[row * tileRows + sample];
                }
                result[column * tileRows + sample] = sum;
            }
        }
    }

    private void outerSum(Instruction instruction, double[] result) {
        double[] y = operand(instruction, 0);
        double[] x = operand(instruction, 1);
        int rows = instruction.shared().rows();
        int columns = instruction.shared().columns();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int sample = 0; sample < tileRows; sample++) {
                    sum += y[row * tileRows + sample] * x[column * tileRows + sample];
                }
                result[row * columns + column] = sum;
            }
        }
    }

    private void batchSum(Instruction instruction, double[] result) {
        double[] x = operand(instruction, 0);
        for (int row = 0; row < result.length; row++) {
            double sum = 0;
            for (int sample = 0; sample < tileRows; sample++) {
                sum += x[row * tileRows + sample];
            }
            result[row] = sum;
        }
    }

    private void spread(Instruction instruction, double[] result) {
        double[] vector = operand(instruction, 0);
        for (int i = 0; i < result.length; i++) {
            result[i] = vector[i / tileRows];
        }
    }

    private void concatenate(Instruction instruction, double[] result) {
        int start = 0;
        for (int i = 0; i < instruction.operands().size(); i++) {
            double[] part = operand(instruction, i);
            System.arraycopy(part, 0, result, start, part.length);
            start += part.length;
        }
    }

    private void broadcast(Instruction instruction, double[] result) {
        double[] x = operand(instruction, 0);
        int run = result.length / x.length;
        for (int i = 0; i < result.length; i++) {
            int row = i / tileRows;
            result[i] = x[row / run * tileRows + i % tileRows];
        }
    }

    private void rowSum(Instruction instruction, double[] result) {
        double[] x = operand(instruction, 0);
        int run = x.length / result.length;
        for (int i = 0; i < result.length; i++) {
            int group = i / tileRows;
            double sum = 0;
            for (int row = group * run; row < (group + 1) * run; row++) {
                sum += x[row * tileRows + i % tileRows];
            }
            result[i] = sum;
        }
    }

    private void rowMaximum(Instruction instruction, double[] result) {
        double[] x = operand(instruction, 0);
        for (int sample = 0; sample < tileRows; sample++) {
            double largest = x[sample];
            for (int i = sample; i < x.length; i += tileRows) {
                largest = Math.max(largest, x[i]);
            }
            result[sample] = largest;
        }
    }

    /** Also the sum of two shared values: position by position either way. */
    private void elementwise(Instruction instruction, double[] result) {
        double[] x = arguments[instruction.operands().size()];
        for (int i = 0; i < result.length; i++) {
            for (int k = 0; k < x.length; k++) {
                x[k] = operand(instruction, k)[i];
            }
            result[i] = Elementwise.apply(instruction.opcode(), x);
        }
    }

    private WindowEvaluation window(Instruction instruction) {
        return new WindowEvaluation(instruction.window().orElseThrow(), tileRows);
    }

    private double[] operand(Instruction instruction, int index) {
        return values[instruction.operand(index)];
    }
}
