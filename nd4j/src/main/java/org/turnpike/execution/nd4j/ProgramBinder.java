package org.turnpike.execution.nd4j;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.turnpike.execution.Binding;
import org.turnpike.program.Instruction;
import org.turnpike.program.Opcode;
import org.turnpike.program.Shape;
import org.turnpike.program.Window;

/**
 * Turns a program into bound operations, for the rows of one piece of the tile.
 *
 * <p>Values are written in the order of the program; the memory of one goes to a later one as soon as nobody reads it any more.
 */
final class ProgramBinder {

    private final Nd4jWorkspace workspace;
    private final Binding binding;
    private final List<Instruction> instructions;
    private final int firstRow;
    private final int samples;
    private final Emitter to;
    private final Elements elements;
    private final Windows windows;
    private final Form[] forms;
    private final int[] lastUse;

    private ProgramBinder(Nd4jWorkspace workspace, Binding binding, int firstRow, int samples) {
        this.workspace = workspace;
        this.binding = binding;
        this.instructions = binding.program().instructions();
        this.firstRow = firstRow;
        this.samples = samples;
        this.to = new Emitter(workspace.operations(), workspace.scratch(), workspace.isCpu());
        this.elements = new Elements(to);
        this.windows = new Windows(to, samples);
        this.forms = new Form[instructions.size()];
        this.lastUse = Liveness.lastUse(binding.program());
    }

    /** The operations for rows {@code firstRow} to {@code firstRow + samples − 1}. */
    static List<Operations.Bound> bind(Nd4jWorkspace workspace, Binding binding, int firstRow, int samples) {
        ProgramBinder binder = new ProgramBinder(workspace, binding, firstRow, samples);
        binder.writeAll();
        return binder.to.emitted();
    }

    private void writeAll() {
        boolean[] live = binding.program().live();
        for (int id = 0; id < forms.length; id++) {
            if (live[id]) {
                if (forms[id] == null) {
                    forms[id] = write(id);
                }
                releaseAfter(id);
            }
        }
        // A buffer may be input and output: nothing is written to one before everything has been read.
        List<Form> results = binding.outputs().stream()
                .map(output -> detached(forms[output.value()]))
                .toList();
        for (int i = 0; i < results.size(); i++) {
            Slot target = workspace.rows(binding.outputs().get(i).buffer(), firstRow, samples);
            to.writeDense(results.get(i), target, samples);
        }
        for (Binding.Gradient gradient : binding.gradients()) {
            Form sum = forms[gradient.value()];
            int size = instructions.get(gradient.value()).shared().size();
            INDArray target = workspace.gradient(gradient.offset(), size).as(size);
            INDArray part = sum.as(size);
            to.emit(to.operations().custom("add", new INDArray[] {target, part}, target));
        }
    }

    /** In memory that no output is written to. */
    private Form detached(Form form) {
        if (form.slot().isPooled()) {
            return form;
        }
        Form copy = to.take(form.rows(), form.groups(), form.width());
        to.emit(to.operations().copy(form.array(), copy.array()));
        return copy;
    }

    private void releaseAfter(int id) {
        for (int operand : instructions.get(id).operands().stream().distinct().toList()) {
            if (lastUse[operand] == id) {
                to.release(forms[operand]);
            }
        }
    }

    private Form write(int id) {
        Instruction instruction = instructions.get(id);
        return switch (instruction.opcode()) {
            case INPUT -> {
                Slot rows = workspace.rows(binding.inputs().get(instruction.name()), firstRow, samples);
                yield new Form(rows, samples, instruction.width(), instruction.width());
            }
            case PARAMETER -> {
                int size = instruction.shared().size();
                yield new Form(workspace.parameters().slot(instruction.name()), 1, size, size);
            }
            case CONSTANT -> to.constantForm(instruction.constant(), instruction.width());
            case LINEAR -> linear(instruction, 1);
            case LINEAR_TRANSPOSED -> linear(instruction, 0);
            case OUTER_SUM -> outerSum(instruction);
            case BATCH_SUM -> batchSum(instruction);
            case SPREAD -> to.share(form(instruction, 0), instruction.width());
            case CONVOLUTION -> convolution(instruction);
            case CONVOLUTION_TRANSPOSED -> convolutionTransposed(id);
            case CONVOLUTION_SUM -> convolutionSum(id);
            case AVERAGE_POOL -> {
                Form image = dense(instruction, 0);
                Form means = windows.pool(instruction.window().orElseThrow(), image);
                to.release(image);
                yield means;
            }
            case AVERAGE_POOL_TRANSPOSED -> {
                Form means = dense(instruction, 0);
                Form image = windows.poolTransposed(instruction.window().orElseThrow(), means);
                to.release(means);
                yield image;
            }
            case CONCATENATE -> concatenate(instruction);
            case SLICE -> slice(instruction);
            case BROADCAST -> to.share(form(instruction, 0), instruction.width());
            case ROW_SUM -> rowSum(instruction);
            case ROW_MAXIMUM -> rowMaximum(instruction);
            default -> instruction.isShared() ? sharedSum(instruction) : elementwise(instruction);
        };
    }

    private Form elementwise(Instruction instruction) {
        return elements.apply(
                instruction,
                instruction.operands().stream().map(id -> forms[id]).toList());
    }

    private Form sharedSum(Instruction instruction) {
        int size = instruction.shared().size();
        Form sum = to.take(1, size, size);
        INDArray[] parts = {form(instruction, 0).as(size), form(instruction, 1).as(size)};
        to.emit(to.operations().custom("add", parts, sum.as(size)));
        return sum;
    }

    /** Matrices lie row by row throughout: then oneDNN computes the product, four times as fast as OpenBLAS. */
    private Form linear(Instruction instruction, long transposed) {
        Shape.Shared matrix = instructions.get(instruction.operand(0)).shared();
        Form x = dense(instruction, 1);
        Form y = to.take(samples, instruction.width(), instruction.width());
        to.emit(to.operations()
                .product(
                        x.array(), 0, form(instruction, 0).as(matrix.rows(), matrix.columns()), transposed, y.array()));
        to.release(x);
        return y;
    }

    private Form outerSum(Instruction instruction) {
        Shape.Shared shape = instruction.shared();
        Form y = dense(instruction, 0);
        Form x = dense(instruction, 1);
        Form sum = to.take(1, shape.size(), shape.size());
        to.emit(to.operations().product(y.array(), 1, x.array(), 0, sum.as(shape.rows(), shape.columns())));
        to.release(y);
        to.release(x);
        return sum;
    }

    private Form batchSum(Instruction instruction) {
        Form x = dense(instruction, 0);
        Form sum = to.take(1, x.width(), x.width());
        to.emit(to.operations().product(to.constant(1, 1, samples), 0, x.array(), 0, sum.array()));
        to.release(x);
        return sum;
    }

    private Form convolution(Instruction instruction) {
        return withKernels(instruction, windows::convolution);
    }

    /** A map of images by kernels: of the window, the number of kernels, the kernels and what they are put down on. */
    private interface WindowMap {
        Form apply(Window window, int kernels, Form weights, Form operand);
    }

    private Form withKernels(Instruction instruction, WindowMap map) {
        Form operand = dense(instruction, 1);
        Form result =
                map.apply(instruction.window().orElseThrow(), kernels(instruction), form(instruction, 0), operand);
        to.release(operand);
        return result;
    }

    private int kernels(Instruction instruction) {
        return instructions.get(instruction.operand(0)).shared().rows();
    }

    private Form convolutionTransposed(int id) {
        Instruction instruction = instructions.get(id);
        OptionalInt sum = partner(id, Opcode.CONVOLUTION_SUM);
        if (sum.isPresent()) {
            return both(id, sum.getAsInt()).image();
        }
        return withKernels(instruction, windows::transposed);
    }

    private Form convolutionSum(int id) {
        Instruction instruction = instructions.get(id);
        OptionalInt transposed = partner(id, Opcode.CONVOLUTION_TRANSPOSED);
        if (transposed.isPresent()) {
            return both(transposed.getAsInt(), id).weights();
        }
        Form cotangent = dense(instruction, 0);
        Form image = dense(instruction, 1);
        Form weights = windows.weightSum(
                instruction.window().orElseThrow(), instruction.shared().rows(), cotangent, image);
        to.release(cotangent);
        to.release(image);
        return weights;
    }

    /** The other gradient of the same convolution, which still has to be written and has all it needs already. */
    private OptionalInt partner(int id, Opcode opcode) {
        Instruction own = instructions.get(id);
        for (int other = id + 1; other < forms.length; other++) {
            Instruction found = instructions.get(other);
            if (found.opcode() == opcode
                    && lastUse[other] != Liveness.UNUSED
                    && forms[other] == null
                    && found.window().equals(own.window())
                    && cotangent(found) == cotangent(own)
                    && rows(found) == rows(own)
                    && found.operands().stream().allMatch(operand -> forms[operand] != null)) {
                return OptionalInt.of(other);
            }
        }
        return OptionalInt.empty();
    }

    private int cotangent(Instruction gradient) {
        return gradient.operand(gradient.opcode() == Opcode.CONVOLUTION_SUM ? 0 : 1);
    }

    private int rows(Instruction gradient) {
        return gradient.opcode() == Opcode.CONVOLUTION_SUM ? gradient.shared().rows() : kernels(gradient);
    }

    private Windows.Gradients both(int transposed, int sum) {
        Instruction ofImage = instructions.get(transposed);
        Instruction ofWeights = instructions.get(sum);
        Form cotangent = dense(ofImage, 1);
        Form image = dense(ofWeights, 1);
        Windows.Gradients both =
                windows.gradients(ofImage.window().orElseThrow(), kernels(ofImage), form(ofImage, 0), cotangent, image);
        to.release(cotangent);
        to.release(image);
        forms[transposed] = both.image();
        forms[sum] = both.weights();
        return both;
    }

    private Form concatenate(Instruction instruction) {
        List<Form> parts = new ArrayList<>();
        for (int i = 0; i < instruction.operands().size(); i++) {
            parts.add(dense(instruction, i));
        }
        Form whole = to.take(samples, instruction.width(), instruction.width());
        to.emit(to.operations()
                .custom(
                        "concat",
                        parts.stream().map(Form::array).toArray(INDArray[]::new),
                        new INDArray[] {whole.array()},
                        1));
        parts.forEach(to::release);
        return whole;
    }

    private Form slice(Instruction instruction) {
        Form x = form(instruction, 0);
        if (x.groups() == 1) {
            return to.share(x, instruction.width());
        }
        Form whole = dense(instruction, 0);
        Form part = to.take(samples, instruction.width(), instruction.width());
        int end = instruction.offset() + instruction.width();
        to.emit(to.operations()
                .custom(
                        "strided_slice",
                        new INDArray[] {whole.array()},
                        new INDArray[] {part.array()},
                        // no masks; begin, end and stride of each dimension
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        instruction.offset(),
                        samples,
                        end,
                        1,
                        1));
        to.release(whole);
        return part;
    }

    /** Sums as products with ones (or with the lengths of runs), which takes a third of the time of ND4J's own sums. */
    private Form rowSum(Instruction instruction) {
        int groups = instruction.width();
        Form x = form(instruction, 0);
        Form summed = x.groups() % groups == 0 ? to.share(x, x.width()) : to.expand(x, x.width());
        Form sums = to.take(summed.rows(), groups, groups);
        int terms = summed.groups() / groups;
        to.emit(to.operations()
                .product(
                        summed.as((long) summed.rows() * groups, terms),
                        0,
                        to.constant(summed.run(), terms, 1),
                        0,
                        sums.as((long) summed.rows() * groups, 1)));
        to.release(summed);
        return sums;
    }

    /** ND4J's largest number passes over NaN, so that is looked for: what is not equal to itself makes the sum NaN. */
    private Form rowMaximum(Instruction instruction) {
        Form x = form(instruction, 0);
        Form largest = to.take(x.rows(), 1, 1);
        to.emit(to.operations()
                .custom(
                        "reduce_max",
                        new INDArray[] {x.array()},
                        new INDArray[] {largest.as(x.rows(), 1)},
                        new long[] {1},
                        new double[0],
                        new boolean[] {true}));
        Form bad = to.take(x.rows(), x.groups(), x.groups());
        NotANumber.mark(to, x, bad);
        Form count = to.take(x.rows(), 1, 1);
        to.emit(to.operations().product(bad.array(), 0, to.constant(1, x.groups(), 1), 0, count.array()));
        NotANumber.add(to, count, largest);
        to.release(bad);
        to.release(count);
        return largest;
    }

    private Form form(Instruction instruction, int operand) {
        return forms[instruction.operand(operand)];
    }

    /** The operand written out for every sample; to be released. */
    private Form dense(Instruction instruction, int operand) {
        return to.dense(form(instruction, operand), samples);
    }
}
