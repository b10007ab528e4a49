package org.turnpike.data.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;
import org.turnpike.data.RowMatrix;

/**
 * One IDX file of unsigned bytes: a magic number (two zeros, the type 8, the number of dimensions), each dimension as a
 * big-endian int, then the bytes, last dimension fastest.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and too large to copy
record IdxFile(int[] sizes, byte[] bytes) {
    private static final int MAGIC_OF_BYTES = 0x0800;

    /** Reads a whole file that is to have so many dimensions; memory grows with the file and not with what it claims. */
    static IdxFile read(ByteSource source, int dimensions) throws IOException {
        try (InputStream stream = source.contents()) {
            requireMagic(source, read(source, stream, Integer.BYTES), dimensions);
            ByteBuffer header = ByteBuffer.wrap(read(source, stream, dimensions * Integer.BYTES));
            int[] sizes = new int[dimensions];
            long total = 1;
            for (int dimension = 0; dimension < dimensions; dimension++) {
                sizes[dimension] = header.getInt();
                total = times(source, total, sizes[dimension]);
            }
            byte[] bytes = read(source, stream, (int) total);
            if (stream.read() >= 0) {
                throw new DataError(
                        source.name(),
                        "its end after " + total + " bytes of data",
                        "more bytes",
                        "Fetch the file again.");
            }
            return new IdxFile(sizes, bytes);
        } catch (ZipException | EOFException broken) {
            throw source.damaged(broken);
        }
    }

    private static void requireMagic(ByteSource source, byte[] magic, int dimensions) {
        int found = ByteBuffer.wrap(magic).getInt();
        if (found == MAGIC_OF_BYTES + dimensions) {
            return;
        }
        String remedy = found == MAGIC_OF_BYTES + 1
                ? "This is a labels file: name the images file instead."
                : found == MAGIC_OF_BYTES + 3
                        ? "This is an images file: the labels file beside it must hold labels."
                        : "Only IDX files of unsigned bytes are read, plain or gzip.";
        throw new DataError(
                source.name(),
                String.format("the IDX magic number %08x", MAGIC_OF_BYTES + dimensions),
                String.format("%08x", found),
                remedy);
    }

    private static long times(ByteSource source, long total, int size) {
        if (size < 1 || total * size > RowMatrix.MOST_VALUES) {
            throw new DataError(
                    source.name(),
                    "sizes of at least 1 with a product of at most " + RowMatrix.MOST_VALUES,
                    "a size of " + Integer.toUnsignedString(size),
                    "Fetch the file again, or split a larger data set.");
        }
        return total * size;
    }

    private static byte[] read(ByteSource source, InputStream stream, int length) throws IOException {
        byte[] bytes = stream.readNBytes(length);
        if (bytes.length < length) {
            throw new DataError(
                    source.name(),
                    length + " more bytes",
                    "only " + bytes.length + " before its end",
                    "The file is cut off: fetch it again.");
        }
        return bytes;
    }
}
