package org.turnpike.execution.vector;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The steps of convolutions by {@link Winograd}; what is mapped of a kernel's weights serves all convolutions of a program. */
final class WinogradConvolutions {

    private static final int ROWS = TileLayout.ROWS;

    private final Lowering lowering;
    private final Map<Mapped, Place> weights = new HashMap<>();

    WinogradConvolutions(Lowering lowering) {
        this.lowering = lowering;
    }

    private record Mapped(int matrix, Winograd winograd, boolean isTransposed) {}

    /**
     * @param x the operand
     * @param matrix where the weights begin among the parameters
     * @param bias where the biases begin, {@code biasStride} apart
     * @param out where the result goes
     */
    void add(WinogradPlan plan, Place x, int matrix, int bias, int biasStride, Place out) {
        Winograd winograd = plan.winograd();
        int inputs = plan.inputs();
        int outputs = plan.outputs();
        int values = plan.values();
        Place mapped = weights.computeIfAbsent(
                new Mapped(matrix, winograd, plan.isTransposed()), each -> mapWeights(plan, matrix));
        Place zero = lowering.newSlot(1);
        lowering.add(new Step.Fill(1, 0f, zero));
        Place beyond = lowering.newSlot(1);
        Place half = lowering.newSlot(values);
        int imageRows = planeRows(inputs);
        int resultRows = planeRows(outputs);
        Place image = lowering.newSlot(values * imageRows);
        Place products = lowering.newSlot(values * resultRows);
        for (int square = 0; square < plan.squares(); square++) {
            lowering.add(new Step.Run(
                    new KernelShape.WinogradImage(winograd),
                    List.of(x, zero, half, image),
                    2,
                    List.of(inputs, plan.height() * plan.width() * ROWS, imageRows * ROWS),
                    plan.imageTable(square)));
            Lowering.forBlocks(
                    outputs,
                    KernelWriter.BLOCK,
                    (first, count, block) -> lowering.add(new Step.Run(
                            new KernelShape.WinogradProduct(block),
                            List.of(image, numbers(mapped, first * values * inputs), products.plusRows(first)),
                            1,
                            List.of(values, count, inputs, imageRows * ROWS, values * inputs, resultRows * ROWS))));
            lowering.add(new Step.Run(
                    new KernelShape.WinogradResult(winograd),
                    List.of(products, new Place.Parameter(bias), half, beyond, out),
                    3,
                    List.of(outputs, resultRows * ROWS, biasStride, plan.outputHeight() * plan.outputWidth() * ROWS),
                    plan.resultTable(square)));
        }
    }

    private Place mapWeights(WinogradPlan plan, int matrix) {
        int taps = Winograd.TAPS * Winograd.TAPS;
        int inputs = plan.inputs();
        int outputs = plan.outputs();
        Place mapped = lowering.newSlot((plan.values() * inputs * outputs + ROWS - 1) / ROWS);
        boolean transposed = plan.isTransposed();
        lowering.add(new Step.Run(
                new KernelShape.WinogradWeights(plan.winograd()),
                List.of(new Place.Parameter(matrix + (transposed ? taps - 1 : 0)), mapped),
                1,
                List.of(
                        outputs,
                        inputs,
                        transposed ? taps : inputs * taps,
                        transposed ? outputs * taps : taps,
                        transposed ? -1 : 1)));
        return mapped;
    }

    /** Rows from one value to the next: an odd number, so that the values of a channel do not all fall into the same lines of the cache. */
    private static int planeRows(int channels) {
        return channels | 1;
    }

    private static Place numbers(Place place, int distance) {
        Place.Scratch scratch = (Place.Scratch) place;
        return new Place.Scratch(scratch.slot(), scratch.offset() + distance);
    }
}
