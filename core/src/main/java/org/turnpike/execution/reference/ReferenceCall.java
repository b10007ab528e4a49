package org.turnpike.execution.reference;

import java.util.List;
import org.turnpike.execution.Binding;
import org.turnpike.execution.Call;
import org.turnpike.program.Instruction;
import org.turnpike.program.Shape;

/** Keeps an array for every value of the program, and computes them in order; outputs are copied out at the end. */
final class ReferenceCall implements Call {

    private final ReferenceWorkspace workspace;
    private final Binding binding;
    private final List<Instruction> instructions;
    private final boolean[] needed;
    private final double[][] values;
    private final Evaluation evaluation;

    ReferenceCall(ReferenceWorkspace workspace, Binding binding) {
        this.workspace = workspace;
        this.binding = binding;
        this.instructions = binding.program().instructions();
        this.needed = binding.program().live();
        this.values = new double[instructions.size()][];
        for (int id = 0; id < values.length; id++) {
            values[id] = new double[length(instructions.get(id).shape())];
        }
        this.evaluation = new Evaluation(instructions, values, workspace.tileRows());
        binding.inputs().values().forEach(workspace::own);
        binding.outputs().forEach(output -> workspace.own(output.buffer()));
    }

    @Override
    public void run() {
        for (int id = 0; id < values.length; id++) {
            if (needed[id]) {
                compute(id);
            }
        }
        for (Binding.Output output : binding.outputs()) {
            workspace.own(output.buffer()).load(values[output.value()]);
        }
        for (Binding.Gradient gradient : binding.gradients()) {
            workspace.accumulate(gradient.offset(), values[gradient.value()]);
        }
    }

    private void compute(int id) {
        Instruction instruction = instructions.get(id);
        switch (instruction.opcode()) {
            case INPUT -> {
                double[] source =
                        workspace.own(binding.inputs().get(instruction.name())).values();
                System.arraycopy(source, 0, values[id], 0, source.length);
            }
            case PARAMETER -> workspace.parameters().copyTo(values[id], instruction.name());
            default -> evaluation.evaluate(id);
        }
    }

    private int length(Shape shape) {
        if (shape instanceof Shape.Rows rows) {
            return Math.multiplyExact(rows.width(), workspace.tileRows());
        }
        return ((Shape.Shared) shape).size();
    }
}
