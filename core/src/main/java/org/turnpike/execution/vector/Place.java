package org.turnpike.execution.vector;

/** Where a kernel argument lies, before the program is bound to a workspace. */
sealed interface Place {

    /** Inside a buffer that the caller binds: input or output {@code port}. */
    record Port(String port, int offset) implements Place {}

    /** Inside temporary storage number {@code slot} of the program. */
    record Scratch(int slot, int offset) implements Place {}

    /** In the flat parameter vector. */
    record Parameter(int offset) implements Place {}

    /** In the partial sums of the gradient. */
    record Gradient(int offset) implements Place {}

    /** The same storage, {@code rows} rows further on. */
    default Place plusRows(int rows) {
        int distance = rows * TileLayout.ROWS;
        if (this instanceof Port port) {
            return new Port(port.port(), port.offset() + distance);
        }
        if (this instanceof Scratch scratch) {
            return new Scratch(scratch.slot(), scratch.offset() + distance);
        }
        throw new IllegalStateException("Only per-sample values have rows, found " + this);
    }
}
