package org.turnpike.spark.checkpoint;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Named vectors and named texts in one file, in the safetensors format: an 8-byte little-endian length, a JSON header of that
 * length with the texts and with the type, shape and byte range of every tensor, then the tensors' bytes, little-endian.
 *
 * <p>The last tensor, {@value #CHECKSUM}, is the CRC32C of all bytes before it. So a file tells by itself whether it is there
 * in full, on storage of any kind: a process that died while writing leaves one that nobody takes for whole.
 *
 * @param texts by name
 * @param doubles by name, not copied
 * @param singles by name, not copied
 */
record TensorFile(Map<String, String> texts, Map<String, double[]> doubles, Map<String, float[]> singles) {
    private static final String METADATA = "__metadata__";
    private static final String CHECKSUM = "crc32c";
    private static final int ALIGNMENT = 8;
    private static final int CHECKSUM_BYTES = 4;

    /** Its texts hold a configuration of some ten thousand characters, and names of columns. */
    private static final int MOST_HEADER_BYTES = 64 << 20;

    /** Numbers on their way between an array and a stream. */
    private static final int CHUNK_BYTES = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    TensorFile {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        doubles = Collections.unmodifiableMap(new LinkedHashMap<>(doubles));
        singles = Collections.unmodifiableMap(new LinkedHashMap<>(singles));
    }

    void write(OutputStream stream) throws IOException {
        CheckedOutputStream out = new CheckedOutputStream(stream, new CRC32C());
        byte[] header = header();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        chunk.putLong(header.length);
        out.write(chunk.array(), 0, Long.BYTES);
        out.write(header);
        for (double[] values : doubles.values()) {
            for (int from = 0; from < values.length; from += CHUNK_BYTES / Double.BYTES) {
                int count = Math.min(CHUNK_BYTES / Double.BYTES, values.length - from);
                chunk.clear().asDoubleBuffer().put(values, from, count);
                out.write(chunk.array(), 0, count * Double.BYTES);
            }
        }
        for (float[] values : singles.values()) {
            for (int from = 0; from < values.length; from += CHUNK_BYTES / Float.BYTES) {
                int count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - from);
                chunk.clear().asFloatBuffer().put(values, from, count);
                out.write(chunk.array(), 0, count * Float.BYTES);
            }
        }
        chunk.clear().putInt((int) out.getChecksum().getValue());
        stream.write(chunk.array(), 0, CHECKSUM_BYTES);
    }

    /**
     * Reads a file whose numbers are of the types that were written.
     *
     * @param length of the file; nothing is allocated that does not fit into it
     */
    static TensorFile read(InputStream stream, long length) throws IOException, DamagedFile {
        CheckedInputStream in = new CheckedInputStream(stream, new CRC32C());
        long headerBytes = littleEndian(exactly(in, Long.BYTES)).getLong();
        if (headerBytes < 2 || headerBytes > Math.min(MOST_HEADER_BYTES, length - Long.BYTES - CHECKSUM_BYTES)) {
            throw new DamagedFile(
                    "a header that fits into the file's " + length + " bytes",
                    "one of " + Long.toUnsignedString(headerBytes));
        }
        JsonNode header = parse(exactly(in, (int) headerBytes));
        Map<String, String> texts = new LinkedHashMap<>();
        header.path(METADATA)
                .properties()
                .forEach(text -> texts.put(text.getKey(), text.getValue().asText()));
        Layout layout = new Layout(header);
        layout.requireBytes(length - Long.BYTES - headerBytes);
        Map<String, double[]> doubles = new LinkedHashMap<>();
        Map<String, float[]> singles = new LinkedHashMap<>();
        byte[] chunk = new byte[CHUNK_BYTES];
        for (Map.Entry<String, Integer> tensor : layout.doubles.entrySet()) {
            double[] values = new double[tensor.getValue()];
            for (int from = 0; from < values.length; from += CHUNK_BYTES / Double.BYTES) {
                int count = Math.min(CHUNK_BYTES / Double.BYTES, values.length - from);
                fill(in, chunk, count * Double.BYTES);
                littleEndian(chunk).asDoubleBuffer().get(values, from, count);
            }
            doubles.put(tensor.getKey(), values);
        }
        for (Map.Entry<String, Integer> tensor : layout.singles.entrySet()) {
            float[] values = new float[tensor.getValue()];
            for (int from = 0; from < values.length; from += CHUNK_BYTES / Float.BYTES) {
                int count = Math.min(CHUNK_BYTES / Float.BYTES, values.length - from);
                fill(in, chunk, count * Float.BYTES);
                littleEndian(chunk).asFloatBuffer().get(values, from, count);
            }
            singles.put(tensor.getKey(), values);
        }
        int computed = (int) in.getChecksum().getValue();
        int written = littleEndian(exactly(in, CHECKSUM_BYTES)).getInt();
        if (computed != written) {
            throw new DamagedFile(
                    "the CRC32C " + Integer.toHexString(written) + " that it ends with", Integer.toHexString(computed));
        }
        return new TensorFile(texts, doubles, singles);
    }

    private byte[] header() {
        ObjectNode header = JSON.createObjectNode();
        ObjectNode metadata = header.putObject(METADATA);
        texts.forEach(metadata::put);
        long end = 0;
        for (Map.Entry<String, double[]> tensor : doubles.entrySet()) {
            end = describe(header.putObject(tensor.getKey()), "F64", tensor.getValue().length, Double.BYTES, end);
        }
        for (Map.Entry<String, float[]> tensor : singles.entrySet()) {
            end = describe(header.putObject(tensor.getKey()), "F32", tensor.getValue().length, Float.BYTES, end);
        }
        describe(header.putObject(CHECKSUM), "U32", 1, CHECKSUM_BYTES, end);
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        return padded;
    }

    private static long describe(ObjectNode tensor, String type, int count, int bytes, long start) {
        long end = start + (long) count * bytes;
        tensor.put("dtype", type).putArray("shape").add(count);
        tensor.putArray("data_offsets").add(start).add(end);
        return end;
    }

    /** What a header says of the tensors, in their order; refused where it is not what {@link #header} writes. */
    private static final class Layout {
        private final Map<String, Integer> doubles = new LinkedHashMap<>();
        private final Map<String, Integer> singles = new LinkedHashMap<>();
        private long end;

        Layout(JsonNode header) throws DamagedFile {
            for (Map.Entry<String, JsonNode> tensor : header.properties()) {
                String name = tensor.getKey();
                String type = tensor.getValue().path("dtype").asText();
                if (name.equals(METADATA)) {
                    continue;
                }
                if (type.equals("F64") && singles.isEmpty()) {
                    doubles.put(name, count(name, tensor.getValue(), Double.BYTES));
                } else if (type.equals("F32")) {
                    singles.put(name, count(name, tensor.getValue(), Float.BYTES));
                } else if (type.equals("U32") && name.equals(CHECKSUM)) {
                    count(name, tensor.getValue(), CHECKSUM_BYTES);
                } else {
                    throw new DamagedFile("tensors of the types F64, F32, and a checksum", name + " of " + type);
                }
            }
            if (!header.has(CHECKSUM)) {
                throw new DamagedFile("a checksum", "none: this is another kind of file");
            }
        }

        private int count(String name, JsonNode tensor, int bytes) throws DamagedFile {
            JsonNode shape = tensor.path("shape");
            JsonNode offsets = tensor.path("data_offsets");
            int count = shape.path(0).asInt(-1);
            long start = end;
            end += (long) count * bytes;
            if (shape.size() != 1
                    || count < 0
                    || offsets.size() != 2
                    || offsets.path(0).asLong(-1) != start
                    || offsets.path(1).asLong(-1) != end) {
                throw new DamagedFile(
                        "tensors one after the other", "'" + name + "' of shape " + shape + " at " + offsets);
            }
            return count;
        }

        void requireBytes(long bytes) throws DamagedFile {
            if (bytes != end) {
                throw new DamagedFile(
                        end + " bytes of tensors", bytes + (bytes < end ? ": the file is truncated" : ""));
            }
        }
    }

    private static JsonNode parse(byte[] bytes) throws DamagedFile {
        try {
            JsonNode json = JSON.readTree(bytes);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (IOException e) {
            // what follows says so
        }
        throw new DamagedFile("a header in JSON", "what is none");
    }

    private static byte[] exactly(InputStream in, int count) throws IOException, DamagedFile {
        byte[] bytes = new byte[count];
        fill(in, bytes, count);
        return bytes;
    }

    private static void fill(InputStream in, byte[] bytes, int count) throws IOException, DamagedFile {
        int found = in.readNBytes(bytes, 0, count);
        if (found < count) {
            throw new DamagedFile(count + " more bytes", "only " + found + ": the file is truncated");
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
