package org.turnpike.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * Rows of float32, {@code [rows][width]}, of which the first lie in memory and the others in a file that is mapped into it.
 *
 * <p>The file has no name any more once it is written: it goes with the last who has it mapped, however that ends. The operating
 * system keeps in its own memory as much of it as there is room for, so reading is as fast as from memory where the machine has
 * some to spare, and else as the disk.
 */
public final class RowStore {
    /** Less than the 2 GiB that can be mapped in one piece. */
    private static final int SEGMENT_BYTES = 1 << 30;

    private final int rows;
    private final int width;
    private final float[] resident;
    private final int residentRows;
    private final FloatBuffer[] segments;
    private final int segmentRows;

    private RowStore(int rows, int width, float[] resident, int residentRows, FloatBuffer[] segments, int segmentRows) {
        this.rows = rows;
        this.width = width;
        this.resident = resident;
        this.residentRows = residentRows;
        this.segments = segments;
        this.segmentRows = segmentRows;
    }

    public int rows() {
        return rows;
    }

    public int width() {
        return width;
    }

    /** How many of the rows, the first ones, are in memory. */
    public int residentRows() {
        return residentRows;
    }

    /** One number of a row. */
    public float value(int row, int column) {
        if (row < residentRows) {
            return resident[row * width + column];
        }
        int place = row - residentRows;
        return segments[place / segmentRows].get(place % segmentRows * width + column);
    }

    /** Columns {@code first} to {@code first + count − 1} as a source of tiles. */
    public TileSource columns(int first, int count) {
        Objects.checkFromIndexSize(first, count, width);
        return new Columns(first, count, Padding.LAST_ROW);
    }

    /** A column of weights, whose tiles are padded with 0. */
    public TileSource weights(int column) {
        Objects.checkIndex(column, width);
        return new Columns(column, 1, Padding.ZERO);
    }

    /** A column of class numbers as a source of one-hot tiles. */
    public TileSource classes(int column, int classes) {
        Objects.checkIndex(column, width);
        return new Classes(column, classes);
    }

    private enum Padding {
        LAST_ROW,
        ZERO
    }

    private final class Columns implements TileSource {
        private final int first;
        private final int count;
        private final Padding padding;

        Columns(int first, int count, Padding padding) {
            this.first = first;
            this.count = count;
            this.padding = padding;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int width() {
            return count;
        }

        @Override
        public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int lanes) {
            Tiles.check(destination.length, offset, tileRows, count, rowIndices, from, lanes);
            for (int lane = 0; lane < lanes; lane++) {
                int row = Objects.checkIndex(rowIndices[from + lane], rows);
                int target = offset + lane;
                if (row < residentRows) {
                    int source = row * width + first;
                    for (int column = 0; column < count; column++, target += tileRows) {
                        destination[target] = resident[source + column];
                    }
                } else {
                    int place = row - residentRows;
                    FloatBuffer segment = segments[place / segmentRows];
                    int source = place % segmentRows * width + first;
                    for (int column = 0; column < count; column++, target += tileRows) {
                        destination[target] = segment.get(source + column);
                    }
                }
            }
            if (padding == Padding.LAST_ROW) {
                Tiles.padInPlace(destination, offset, tileRows, count, lanes);
            } else {
                Arrays.fill(destination, offset + lanes, offset + tileRows, 0);
            }
        }
    }

    private final class Classes implements TileSource {
        private final int column;
        private final int classes;

        Classes(int column, int classes) {
            this.column = column;
            this.classes = classes;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public int width() {
            return classes;
        }

        @Override
        public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int lanes) {
            Tiles.check(destination.length, offset, tileRows, classes, rowIndices, from, lanes);
            Arrays.fill(destination, offset, offset + classes * tileRows, 0);
            for (int lane = 0; lane < lanes; lane++) {
                int label = (int) value(Objects.checkIndex(rowIndices[from + lane], rows), column);
                destination[offset + label * tileRows + lane] = 1;
            }
            Tiles.padInPlace(destination, offset, tileRows, classes, lanes);
        }
    }

    /** Takes rows one after the other; for one thread. */
    public static final class Builder implements AutoCloseable {
        private final int rows;
        private final int width;
        private final int residentRows;
        private final int segmentRows;
        private final float[] resident;
        private final Path directory;
        private FileChannel file;
        private ByteBuffer buffer;
        private int added;

        /**
         * @param rows that will be added
         * @param mostResident bytes that may be kept in memory
         * @param directory for the file, if there must be one
         */
        public Builder(int rows, int width, long mostResident, Path directory) {
            this.rows = rows;
            this.width = width;
            long fitting = Math.min(mostResident / ((long) width * Float.BYTES), RowMatrix.MOST_VALUES / width);
            this.residentRows = (int) Math.min(rows, Math.max(0, fitting));
            this.segmentRows = Math.max(1, SEGMENT_BYTES / (width * Float.BYTES));
            this.resident = new float[residentRows * width];
            this.directory = directory;
        }

        /** Bytes that this takes of the memory. */
        public long residentBytes() {
            return (long) resident.length * Float.BYTES;
        }

        /** Adds whole rows: {@code count} of them from {@code values[offset]} on. @throws IOException where the disk is full */
        public void add(float[] values, int offset, int count) throws IOException {
            int inMemory = Math.max(0, Math.min(count, residentRows - added));
            System.arraycopy(values, offset, resident, Math.min(added, residentRows) * width, inMemory * width);
            for (int row = inMemory; row < count; row++) {
                write(values, offset + row * width);
            }
            added += count;
        }

        /** @throws IllegalStateException where other than the rows that were announced have come */
        public RowStore build() throws IOException {
            if (added != rows) {
                throw new IllegalStateException("expected " + rows + " rows, found " + added);
            }
            int spilled = rows - residentRows;
            FloatBuffer[] segments = new FloatBuffer[(spilled + segmentRows - 1) / segmentRows];
            if (spilled > 0) {
                drain();
                for (int segment = 0; segment < segments.length; segment++) {
                    long from = (long) segment * segmentRows * width * Float.BYTES;
                    long length = (long) Math.min(segmentRows, spilled - segment * segmentRows) * width * Float.BYTES;
                    segments[segment] = file.map(FileChannel.MapMode.READ_ONLY, from, length)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
                }
            }
            return new RowStore(rows, width, resident, residentRows, segments, segmentRows);
        }

        /** Takes the file's name away; what is mapped stays. */
        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }

        private void write(float[] values, int offset) throws IOException {
            if (file == null) {
                Files.createDirectories(directory);
                file = FileChannel.open(
                        directory.resolve("turnpike-shard-" + UUID.randomUUID()),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                buffer = ByteBuffer.allocateDirect(Math.max(1 << 20, width * Float.BYTES))
                        .order(ByteOrder.nativeOrder());
            }
            if (buffer.remaining() < width * Float.BYTES) {
                drain();
            }
            for (int column = 0; column < width; column++) {
                buffer.putFloat(values[offset + column]);
            }
        }

        private void drain() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                file.write(buffer);
            }
            buffer.clear();
        }
    }
}
