package org.turnpike.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A pure function over a batch: named per-sample inputs and shared parameters in, named outputs out.
 *
 * <p>Instructions are in single-assignment form and in dependency order; {@code outputs} maps names to value numbers.
 * Made by {@link ProgramBuilder}; checked by {@link Verifier} when made.
 */
public record Program(List<Instruction> instructions, Map<String, Integer> outputs) {

    public Program {
        instructions = List.copyOf(instructions);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        Verifier.verify(instructions, outputs);
    }

    public Instruction instruction(int id) {
        return instructions.get(id);
    }

    /** Names of the per-sample inputs, in order of first use. */
    public List<String> inputs() {
        return names(Opcode.INPUT);
    }

    /** Names of the shared parameters, in order of first use. */
    public List<String> parameters() {
        return names(Opcode.PARAMETER);
    }

    /** Number of the input or parameter called {@code name}. */
    public int leaf(String name) {
        for (int id = 0; id < instructions.size(); id++) {
            Instruction instruction = instructions.get(id);
            if (instruction.isNamedLeaf() && instruction.name().equals(name)) {
                return id;
            }
        }
        throw new IllegalArgumentException("No input or parameter '" + name + "'; this program has inputs " + inputs()
                + " and parameters " + parameters());
    }

    public boolean hasLeaf(String name) {
        return instructions.stream().anyMatch(i -> i.isNamedLeaf() && i.name().equals(name));
    }

    /** Number of the value that the output called {@code name} returns. */
    public int output(String name) {
        Integer id = outputs.get(name);
        if (id == null) {
            throw new IllegalArgumentException("No output '" + name + "'; this program has " + outputs.keySet());
        }
        return id;
    }

    /** Width of the input called {@code name}. */
    public int inputWidth(String name) {
        return instruction(leaf(name)).width();
    }

    /** Width of the per-sample output called {@code name}. */
    public int outputWidth(String name) {
        return instruction(output(name)).width();
    }

    /** The same function with only some of its outputs, and nothing that these do not need. */
    public Program select(String... names) {
        ProgramBuilder builder = new ProgramBuilder();
        Map<String, Value> all = builder.inline(this, Map.of());
        for (String name : names) {
            output(name);
            builder.output(name, all.get(name));
        }
        return builder.build();
    }

    /** The same function with some inputs and parameters called otherwise. */
    public Program renameLeaves(Map<String, String> names) {
        names.keySet().forEach(this::leaf);
        List<Instruction> renamed = instructions.stream()
                .map(i -> i.isNamedLeaf() ? i.named(names.getOrDefault(i.name(), i.name())) : i)
                .toList();
        return new Program(renamed, outputs);
    }

    /** The same function with some outputs called otherwise. */
    public Program renameOutputs(Map<String, String> names) {
        names.keySet().forEach(this::output);
        Map<String, Integer> renamed = new LinkedHashMap<>();
        outputs.forEach((name, id) -> {
            String now = names.getOrDefault(name, name);
            if (renamed.put(now, id) != null) {
                throw new IllegalArgumentException("Two outputs would be called '" + now + "'");
            }
        });
        return new Program(instructions, renamed);
    }

    /** For every value, whether an output depends on it. */
    public boolean[] live() {
        boolean[] live = new boolean[instructions.size()];
        for (int id : outputs.values()) {
            live[id] = true;
        }
        for (int id = instructions.size() - 1; id >= 0; id--) {
            if (live[id]) {
                for (int operand : instructions.get(id).operands()) {
                    live[operand] = true;
                }
            }
        }
        return live;
    }

    @Override
    public String toString() {
        return Dump.of(this);
    }

    private List<String> names(Opcode opcode) {
        Set<String> names = new LinkedHashSet<>();
        for (Instruction instruction : instructions) {
            if (instruction.opcode() == opcode) {
                names.add(instruction.name());
            }
        }
        return new ArrayList<>(names);
    }
}
