package org.turnpike.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A derivative of a program whose names do not clash with those of another level, so that levels can be stacked: the
 * arguments and results that level {@code k} adds end in {@code @k}, and only the derivatives are returned.
 */
enum Mode {
    FORWARD {
        @Override
        Program differentiate(Program program, List<String> with, int level) {
            Program derivative = Differentiation.jvp(program, with);
            List<String> results = program.outputs().keySet().stream()
                    .map(Differentiation::tangent)
                    .filter(derivative.outputs()::containsKey)
                    .toList();
            return renamed(derivative, results, level);
        }
    },
    REVERSE {
        @Override
        Program differentiate(Program program, List<String> with, int level) {
            Program derivative = Differentiation.vjp(
                    program.renameOutputs(leveled(List.copyOf(program.outputs().keySet()), level)),
                    program.outputs().keySet().stream()
                            .map(name -> argument(name, level))
                            .toList(),
                    with);
            List<String> results = with.stream()
                    .map(Differentiation::cotangent)
                    .filter(derivative.outputs()::containsKey)
                    .toList();
            return renamed(derivative, results, level);
        }
    };

    abstract Program differentiate(Program program, List<String> with, int level);

    /** Name of the direction in which {@code FORWARD} moves the argument {@code leaf}. */
    static String direction(String leaf, int level) {
        return argument(Differentiation.tangent(leaf), level);
    }

    /** Name of the weight that {@code REVERSE} gives to the output {@code output}. */
    static String weight(String output, int level) {
        return argument(Differentiation.cotangent(argument(output, level)), level);
    }

    /** Name of the result of {@code FORWARD} for {@code output}. */
    static String rate(String output, int level) {
        return argument(Differentiation.tangent(output), level);
    }

    /** Name of the result of {@code REVERSE} for {@code leaf}. */
    static String gradient(String leaf, int level) {
        return argument(Differentiation.cotangent(leaf), level);
    }

    private static Program renamed(Program derivative, List<String> results, int level) {
        Program selected = derivative.select(results.toArray(String[]::new)).renameOutputs(leveled(results, level));
        List<String> added = selected.instructions().stream()
                .filter(Instruction::isNamedLeaf)
                .map(Instruction::name)
                .filter(Mode::isNew)
                .toList();
        return selected.renameLeaves(leveled(added, level));
    }

    private static boolean isNew(String leaf) {
        return (leaf.startsWith("tangent(") || leaf.startsWith("cotangent(")) && !leaf.matches(".*\\)@\\d+");
    }

    private static Map<String, String> leveled(List<String> names, int level) {
        Map<String, String> leveled = new LinkedHashMap<>();
        names.forEach(name -> leveled.put(name, argument(name, level)));
        return leveled;
    }

    private static String argument(String name, int level) {
        return name + "@" + level;
    }
}
