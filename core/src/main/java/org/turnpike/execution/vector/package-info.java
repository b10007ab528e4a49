/**
 * The back-end for narrow networks on CPUs: programs are lowered to a few kernels, each compiled to byte code of the Vector
 * API (or of the same loops over single floats where the module {@code jdk.incubator.vector} is absent).
 *
 * <p>A tile holds {@value org.turnpike.execution.vector.TileLayout#ROWS} samples as {@code [width][samples]}, so that
 * samples fill the SIMD lanes. Results have the same bits for every lane count: all lanes do the same operations, and sums
 * over samples are kept in {@value org.turnpike.execution.vector.TileLayout#PARTIAL_SUMS} partial sums, whatever the
 * machine's vectors are.
 */
package org.turnpike.execution.vector;
