package org.turnpike.execution;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.turnpike.program.Differentiation;
import org.turnpike.program.Instruction;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Program;
import org.turnpike.program.Shape;

/**
 * Runs one program on one tile of a back-end, from named arrays to named arrays: per-sample values as {@code
 * [width][tileRows]}, shared ones row by row. Any shared output is allowed here; the runner passes it through the gradient
 * under a name of its own.
 */
public final class ProgramRunner {

    private final Program program;
    private final int tileRows;
    private final Parameters parameters;
    private final Workspace workspace;
    private final Map<String, Buffer> inputs = new LinkedHashMap<>();
    private final Map<String, Buffer> outputs = new LinkedHashMap<>();
    private final Call call;

    public ProgramRunner(Backend backend, Program program) {
        this.program = program;
        this.tileRows = backend.tileRows();
        ParameterLayout.Builder layout = new ParameterLayout.Builder().add(program);
        Map<String, String> renamed = new LinkedHashMap<>();
        program.outputs().forEach((name, id) -> {
            Instruction instruction = program.instruction(id);
            if (instruction.isShared()) {
                layout.add(holder(name), instruction.shared());
                renamed.put(name, Differentiation.cotangent(holder(name)));
            }
        });
        this.parameters = backend.newParameters(layout.build());
        this.workspace = backend.newWorkspace(parameters);
        program.inputs().forEach(name -> inputs.put(name, workspace.allocate(program.inputWidth(name))));
        program.outputs().forEach((name, id) -> {
            if (!program.instruction(id).isShared()) {
                outputs.put(name, workspace.allocate(program.outputWidth(name)));
            }
        });
        this.call = workspace.prepare(program.renameOutputs(renamed), inputs, outputs);
    }

    /** All outputs of {@code program} at {@code arguments}, which may hold more than it needs. */
    public static Map<String, double[]> run(Backend backend, Program program, Map<String, double[]> arguments) {
        return new ProgramRunner(backend, program).run(arguments);
    }

    /** All outputs of the program at {@code arguments}, which may hold more than it needs. */
    public Map<String, double[]> run(Map<String, double[]> arguments) {
        double[] flat = new double[parameters.layout().size()];
        for (String name : program.parameters()) {
            double[] value = argument(arguments, name);
            System.arraycopy(value, 0, flat, parameters.layout().entry(name).offset(), value.length);
        }
        parameters.set(flat);
        inputs.forEach((name, buffer) -> workspace.load(buffer, argument(arguments, name)));
        workspace.clearGradient();
        call.run();
        double[] gradient = new double[flat.length];
        workspace.addGradient(gradient);
        Map<String, double[]> results = new LinkedHashMap<>();
        program.outputs().keySet().forEach(name -> results.put(name, result(name, gradient)));
        return results;
    }

    /** Numbers that a float represents exactly, uniform between the bounds, for every input and parameter. */
    public static Map<String, double[]> randomArguments(
            Program program, int tileRows, Random random, double low, double high) {
        Map<String, double[]> arguments = new LinkedHashMap<>();
        for (Instruction instruction : program.instructions()) {
            if (instruction.isNamedLeaf()) {
                double[] numbers = new double[size(instruction.shape(), tileRows)];
                Arrays.setAll(numbers, i -> (float) (low + (high - low) * random.nextDouble()));
                arguments.put(instruction.name(), numbers);
            }
        }
        return arguments;
    }

    private double[] result(String name, double[] gradient) {
        Buffer buffer = outputs.get(name);
        if (buffer == null) {
            ParameterLayout.Entry entry = parameters.layout().entry(holder(name));
            return Arrays.copyOfRange(
                    gradient, entry.offset(), entry.offset() + entry.shape().size());
        }
        double[] values = new double[buffer.width() * tileRows];
        Arrays.setAll(values, i -> workspace.read(buffer, i / tileRows, i % tileRows));
        return values;
    }

    private static int size(Shape shape, int tileRows) {
        return shape instanceof Shape.Rows rows ? rows.width() * tileRows : ((Shape.Shared) shape).size();
    }

    private static double[] argument(Map<String, double[]> arguments, String name) {
        double[] value = arguments.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No argument '" + name + "' among " + arguments.keySet());
        }
        return value;
    }

    private static String holder(String output) {
        return "result " + output;
    }
}
