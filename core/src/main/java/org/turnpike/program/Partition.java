package org.turnpike.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * A program and derivatives of it, taken apart: the program keeps what its derivatives read of it and would be dear to compute
 * again, and these take that as inputs.
 *
 * <p>Dear are results of products with at least {@value #DEAR_PRODUCT} terms a number. Where such a product is only one summand
 * of a sum (its bias is the other), the sum is kept, so that a back-end can still compute both in one. Beside them sums and
 * maxima of at least {@value #LONG_RUN} numbers are kept, which take no room to speak of. Everything else, elementwise functions
 * above all, is computed again from what is kept: that costs less than to store and to load it.
 *
 * @param forward the program; it also returns what is {@code kept}
 * @param reverses its derivatives, in the order in which they were given
 * @param kept names, as outputs of {@code forward} and inputs of {@code reverses}, and widths of what is kept
 */
public record Partition(Program forward, List<Program> reverses, Map<String, Integer> kept) {

    /**
     * Terms from which on a result is kept. A number that is stored, moved to a tape and back costs some 24 bytes of memory
     * traffic, reckoned to take as long as some 200 multiply-adds (docs/decisions/0005).
     */
    private static final int DEAR_PRODUCT = 256;

    private static final int LONG_RUN = 16;

    public Partition {
        reverses = List.copyOf(reverses);
        kept = Collections.unmodifiableMap(new LinkedHashMap<>(kept));
    }

    /**
     * @param forward any program
     * @param reverses programs that compute parts of {@code forward} anew, from inputs of the same names
     * @param late inputs of {@code reverses} that are not known yet when {@code forward} runs
     * @return empty where nothing is worth being kept
     */
    public static Optional<Partition> of(Program forward, List<Program> reverses, Set<String> late) {
        List<Cut> cuts =
                reverses.stream().map(reverse -> new Cut(reverse, late)).toList();
        if (cuts.stream().noneMatch(Cut::keepsProducts)) {
            return Optional.empty();
        }
        ProgramBuilder builder = new ProgramBuilder();
        builder.inline(forward, Map.of()).forEach(builder::output);
        // What is written twice is one value in a builder, so that the derivatives share what they keep.
        Map<Integer, String> names = new TreeMap<>();
        Map<String, Integer> kept = new LinkedHashMap<>();
        List<Program> parted = new ArrayList<>();
        for (Cut cut : cuts) {
            Value[] values = cut.early(builder);
            parted.add(cut.late(id -> {
                String name = names.computeIfAbsent(values[id].id(), unused -> "kept(" + names.size() + ")");
                kept.put(name, values[id].width());
                builder.output(name, values[id]);
                return name;
            }));
        }
        return Optional.of(new Partition(builder.build(), parted, kept));
    }

    /** Numbers that are kept of every sample. */
    public int keptWidth() {
        return kept.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Where one derivative is taken apart. */
    private static final class Cut {
        private final Program program;
        /** Whether a value can be known when the forward program runs. */
        private final boolean[] early;

        private final int[] users;
        private final boolean[] required;

        Cut(Program program, Set<String> late) {
            this.program = program;
            int count = program.instructions().size();
            this.early = new boolean[count];
            this.users = new int[count];
            this.required = new boolean[count];
            for (int id = 0; id < count; id++) {
                Instruction instruction = program.instruction(id);
                early[id] = instruction.operands().stream().allMatch(operand -> early[operand])
                        && !(instruction.isNamedLeaf() && late.contains(instruction.name()));
                instruction.operands().forEach(operand -> users[operand]++);
            }
            program.outputs().values().forEach(id -> {
                required[id] = true;
                users[id]++;
            });
            for (int id = count - 1; id >= 0; id--) {
                if (required[id] && !isKept(id)) {
                    program.instruction(id).operands().forEach(operand -> required[operand] = true);
                }
            }
        }

        boolean keepsProducts() {
            for (int id = 0; id < required.length; id++) {
                if (required[id] && early[id] && isDearProduct(id)) {
                    return true;
                }
            }
            return false;
        }

        /** Writes everything that is known early. */
        Value[] early(ProgramBuilder builder) {
            Value[] values = new Value[early.length];
            for (int id = 0; id < early.length; id++) {
                if (early[id]) {
                    values[id] = builder.copy(program.instruction(id), values);
                }
            }
            return values;
        }

        /** What is left when values that are kept are inputs. */
        Program late(IntFunction<String> nameOfKept) {
            ProgramBuilder builder = new ProgramBuilder();
            Value[] values = new Value[required.length];
            for (int id = 0; id < required.length; id++) {
                if (required[id]) {
                    Instruction instruction = program.instruction(id);
                    values[id] = isKept(id)
                            ? builder.input(nameOfKept.apply(id), instruction.width())
                            : builder.copy(instruction, values);
                }
            }
            program.outputs().forEach((name, id) -> builder.output(name, values[id]));
            return builder.build();
        }

        private boolean isKept(int id) {
            return early[id] && (isDearProduct(id) || isLongReduction(id));
        }

        /** Whether this is a product of many terms, or a sum with one that nothing else reads. */
        private boolean isDearProduct(int id) {
            Instruction instruction = program.instruction(id);
            if (instruction.isShared()) {
                return false;
            }
            if (instruction.opcode() == Opcode.ADD) {
                return instruction.operands().stream()
                        .anyMatch(operand -> users[operand] == 1 && isDearProduct(operand));
            }
            return terms(instruction) >= DEAR_PRODUCT;
        }

        private boolean isLongReduction(int id) {
            Instruction instruction = program.instruction(id);
            return instruction.opcode().kind() == Opcode.Kind.REDUCTION
                    && program.instruction(instruction.operand(0)).width() / instruction.width() >= LONG_RUN;
        }

        /** Multiply-adds for each number of a product's result, padding and strides counted as if there were none; else 0. */
        private int terms(Instruction instruction) {
            return switch (instruction.opcode()) {
                case LINEAR -> matrix(instruction).columns();
                case LINEAR_TRANSPOSED -> matrix(instruction).rows();
                case CONVOLUTION -> instruction.window().orElseThrow().fanIn();
                case CONVOLUTION_TRANSPOSED -> {
                    Window window = instruction.window().orElseThrow();
                    yield matrix(instruction).rows() * window.taps() / (window.stride() * window.stride());
                }
                default -> 0;
            };
        }

        private Shape.Shared matrix(Instruction instruction) {
            return program.instruction(instruction.operand(0)).shared();
        }
    }
}
