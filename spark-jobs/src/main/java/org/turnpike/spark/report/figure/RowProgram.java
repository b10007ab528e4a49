package org.turnpike.spark.report.figure;

import java.util.LinkedHashMap;
import java.util.Map;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Program;

/** Applies one output of a program to any number of rows, tile by tile. For one thread. */
final class RowProgram {

    private final Workspace workspace;
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final Buffer output;
    private final Call call;

    RowProgram(Backend backend, Parameters parameters, Program program, String outputName) {
        this.workspace = backend.newWorkspace(parameters);
        Program wanted = program.select(outputName);
        for (String name : wanted.inputs()) {
            inputs.put(name, workspace.allocate(wanted.inputWidth(name)));
        }
        this.output = workspace.allocate(wanted.outputWidth(outputName));
        this.call = workspace.prepare(wanted, inputs, Map.of(outputName, output));
    }

    /**
     * The output for every row.
     *
     * @param values of every input, {@code [row][width]}; more than the program takes are ignored
     */
    double[][] apply(int rows, Map<String, double[][]> values) {
        double[][] results = new double[rows][output.width()];
        for (int first = 0; first < rows; first += workspace.tileRows()) {
            int last = Math.min(first + workspace.tileRows(), rows);
            for (Map.Entry<String, Buffer> input : inputs.entrySet()) {
                load(input.getValue(), values.get(input.getKey()), first, last);
            }
            call.run();
            for (int row = first; row < last; row++) {
                for (int place = 0; place < output.width(); place++) {
                    results[row][place] = workspace.read(output, place, row - first);
                }
            }
        }
        return results;
    }

    private void load(Buffer buffer, double[][] rows, int first, int last) {
        for (int lane = 0; lane < workspace.tileRows(); lane++) {
            // a lane without a row repeats the tile's last one
            double[] row = rows[Math.min(first + lane, last - 1)];
            for (int place = 0; place < buffer.width(); place++) {
                workspace.write(buffer, place, lane, row[place]);
            }
        }
    }
}
