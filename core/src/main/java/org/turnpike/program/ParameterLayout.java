package org.turnpike.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where each named parameter lies in one flat vector; matrices are stored row by row. */
public final class ParameterLayout {

    /** No parameters at all. */
    public static final ParameterLayout EMPTY = new Builder().build();

    private final Map<String, Entry> entries;
    private final int size;

    private ParameterLayout(Map<String, Entry> entries, int size) {
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        this.size = size;
    }

    /** One parameter: its shape and its first position in the flat vector. */
    public record Entry(Shape.Shared shape, int offset) {}

    /** Length of the flat vector. */
    public int size() {
        return size;
    }

    /** All parameters in the order of the flat vector. */
    public Map<String, Entry> entries() {
        return entries;
    }

    public boolean contains(String name) {
        return entries.containsKey(name);
    }

    public Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new IllegalArgumentException("No parameter '" + name + "'; known are " + entries.keySet());
        }
        return entry;
    }

    /** Places the parameters of programs one after another. */
    public static final class Builder {
        private final Map<String, Entry> entries = new LinkedHashMap<>();
        private int size;

        /** Adds every parameter of {@code program} that is not placed yet. */
        public Builder add(Program program) {
            for (String name : program.parameters()) {
                add(name, program.instruction(program.leaf(name)).shared());
            }
            return this;
        }

        public Builder add(String name, Shape.Shared shape) {
            Entry known = entries.get(name);
            if (known == null) {
                entries.put(name, new Entry(shape, size));
                size = Math.addExact(size, shape.size());
            } else if (!known.shape().equals(shape)) {
                throw new IllegalArgumentException(
                        "Parameter '" + name + "' is " + known.shape() + " and cannot also be " + shape);
            }
            return this;
        }

        public ParameterLayout build() {
            return new ParameterLayout(entries, size);
        }
    }
}
