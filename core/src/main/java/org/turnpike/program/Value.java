package org.turnpike.program;

/** A value under construction: its number in the {@link ProgramBuilder} that made it, and its shape. */
public record Value(int id, Shape shape) {

    /** Width of a per-sample value. */
    public int width() {
        if (shape instanceof Shape.Rows rows) {
            return rows.width();
        }
        throw new IllegalArgumentException("Expected a per-sample value, found " + shape);
    }

    /** Shape of a shared value. */
    public Shape.Shared shared() {
        if (shape instanceof Shape.Shared shared) {
            return shared;
        }
        throw new IllegalArgumentException("Expected a shared value, found " + shape);
    }
}
