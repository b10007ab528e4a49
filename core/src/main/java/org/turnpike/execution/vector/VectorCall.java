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
    private final Placement.Bound bound;
    /** Where the temporary storage began when the arguments were written. */
    private int scratchStart;

    VectorCall(VectorWorkspace workspace, Placement.Bound bound) {
        this.workspace = workspace;
        this.bound = bound;
        List<Step> steps = bound.steps();
        kernels = new GeneratedKernel[steps.size()];
        arguments = new int[steps.size()][];
        tables = new int[steps.size()][];
        for (int i = 0; i < kernels.length; i++) {
            tables[i] = steps.get(i) instanceof Step.Run run ? run.table() : NO_TABLE;
            kernels[i] = kernel(steps.get(i));
        }
        place(workspace.scratchStart());
    }

    private GeneratedKernel kernel(Step step) {
        if (step instanceof Step.Run run) {
            return workspace.library().kernel(run.shape());
        }
        return step instanceof Step.Copy ? COPY : FILL;
    }

    /** Writes the arguments anew for temporary storage that begins at {@code start}. */
    private void place(int start) {
        scratchStart = start;
        List<Step> steps = bound.steps();
        for (int i = 0; i < kernels.length; i++) {
            Step step = steps.get(i);
            int[] positions = step.places().stream()
                    .mapToInt(place -> bound.position(place, scratchStart))
                    .toArray();
            if (step instanceof Step.Run run) {
                IntStream sizes = run.sizes().stream().mapToInt(Integer::intValue);
                arguments[i] = (run.shape().hasSizesFirst()
                                ? IntStream.concat(sizes, Arrays.stream(positions))
                                : IntStream.concat(Arrays.stream(positions), sizes))
                        .toArray();
            } else if (step instanceof Step.Copy copy) {
                arguments[i] = new int[] {positions[0], positions[1], copy.width() * TileLayout.ROWS};
            } else if (step instanceof Step.Fill fill) {
                arguments[i] =
                        new int[] {positions[0], fill.width() * TileLayout.ROWS, Float.floatToRawIntBits(fill.value())};
            }
        }
    }

    @Override
    public void run() {
        float[] memory = workspace.memory();
        if (scratchStart != workspace.scratchStart()) {
            place(workspace.scratchStart());
        }
        float[] parameters = workspace.parameters();
        float[] gradient = workspace.gradient();
        for (int i = 0; i < kernels.length; i++) {
            kernels[i].code().run(memory, parameters, gradient, arguments[i], tables[i]);
        }
    }
}
