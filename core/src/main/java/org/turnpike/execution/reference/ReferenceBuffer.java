package org.turnpike.execution.reference;

import org.turnpike.execution.Buffer;

/**
 * One value of a tile: number r of sample s lies at {@code r · tileRows + s}.
 *
 * @param owner the workspace that may use it
 */
record ReferenceBuffer(ReferenceWorkspace owner, int width, double[] values) implements Buffer {

    /** {@code buffer} as what it must be: a buffer that {@code owner} allocated. */
    static ReferenceBuffer of(Buffer buffer, ReferenceWorkspace owner) {
        if (buffer instanceof ReferenceBuffer own && own.owner == owner) {
            return own;
        }
        throw new IllegalArgumentException(
                "Expected a buffer of this workspace, found one of another; allocate it here");
    }

    void load(double[] source) {
        System.arraycopy(source, 0, values, 0, values.length);
    }
}
