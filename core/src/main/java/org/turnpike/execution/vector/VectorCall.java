package org.turnpike.execution.vector;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.turnpike.execution.Call;

/** A program as the kernels it runs and where each finds its numbers. */
final class VectorCall implements Call {

    private static final GeneratedKernel COPY = new GeneratedKernel(
            null, (memory, parameters, gradient, a, table) -> System.arraycopy(memory, a[0], memory, a[1], a[2]));
    private static final GeneratedKernel FILL = new GeneratedKernel(
            null,
            (memory, parameters, gradient, a, table) ->
                    Arrays.fill(memory, a[0], a[0] + a[1], Float.intBitsToFloat(a[2])));

    private static final int[] NO_TABLE = {};

    private final VectorWorkspace workspace;
    private final GeneratedKernel[] kernels;
    private final int[][] arguments;
    private final int[][] tables;

    VectorCall(VectorWorkspace workspace, Placement.Bound bound, int scratchStart) {
        this.workspace = workspace;
        List<Step> steps = bound.steps();
        kernels = new GeneratedKernel[steps.size()];
        arguments = new int[steps.size()][];
        tables = new int[steps.size()][];
        for (int i = 0; i < kernels.length; i++) {
            Step step = steps.get(i);
            int[] positions = step.places().stream()
                    .mapToInt(place -> bound.position(place, scratchStart))
                    .toArray();
            tables[i] = NO_TABLE;
            if (step instanceof Step.Run run) {
                tables[i] = run.table();
                kernels[i] = workspace.library().kernel(run.shape());
                IntStream sizes = run.sizes().stream().mapToInt(Integer::intValue);
                arguments[i] = (run.shape().hasSizesFirst()
                                ? IntStream.concat(sizes, Arrays.stream(positions))
                                : IntStream.concat(Arrays.stream(positions), sizes))
                        .toArray();
            } else if (step instanceof Step.Copy copy) {
                kernels[i] = COPY;
                arguments[i] = new int[] {positions[0], positions[1], copy.width() * TileLayout.ROWS};
            } else if (step instanceof Step.Fill fill) {
                kernels[i] = FILL;
                arguments[i] =
                        new int[] {positions[0], fill.width() * TileLayout.ROWS, Float.floatToRawIntBits(fill.value())};
            }
        }
    }

    @Override
    public void run() {
        float[] memory = workspace.memory();
        float[] parameters = workspace.parameters();
        float[] gradient = workspace.gradient();
        for (int i = 0; i < kernels.length; i++) {
            kernels[i].code().run(memory, parameters, gradient, arguments[i], tables[i]);
        }
    }
}
