package org.turnpike.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Shape;

/**
 * The safetensors format: an 8-byte little-endian length, a JSON header of that length with the type, shape and byte range of
 * every tensor, then the tensors' bytes, little-endian.
 *
 * <p>Written and read here for one layout of float32 parameters. Vectors ({@code shared(n, 1)}) are of shape {@code [n]}.
 * The header is padded with spaces so that the tensors start at a multiple of 8 bytes. What a file says about itself is
 * checked against what the layout needs before anything is allocated by it.
 */
final class Safetensors {

    /** No layout that we write needs a longer header. */
    private static final int MOST_HEADER_BYTES = 16 << 20;

    private static final int ALIGNMENT = 8;
    private static final String METADATA = "__metadata__";
    private static final String REMEDY = JsonPlace.REMEDY;
    private static final ObjectMapper JSON = JsonPlace.MAPPER;

    private Safetensors() {}

    /** The file's bytes. */
    static byte[] write(ParameterLayout layout, float[] weights) {
        byte[] header = header(layout);
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(8 + header.length, Math.multiplyExact(4, weights.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length).put(header);
        bytes.asFloatBuffer().put(weights);
        return bytes.array();
    }

    /**
     * Reads the weights of {@code layout}.
     *
     * @param where the file's name, for messages
     * @throws ModelError where the file is truncated, foreign, or of another layout
     */
    static float[] read(InputStream in, ParameterLayout layout, String where) throws IOException {
        ByteBuffer length = littleEndian(exactly(in, 8, where + ", header length"));
        long headerBytes = length.getLong();
        if (headerBytes < 2 || headerBytes > MOST_HEADER_BYTES) {
            throw new ModelError(
                    where + ", header length",
                    "2 to " + MOST_HEADER_BYTES + " bytes",
                    Long.toUnsignedString(headerBytes),
                    "This is no safetensors file of Turnpike. " + REMEDY);
        }
        JsonNode header = JsonPlace.parse(exactly(in, (int) headerBytes, where + ", header"), where + ", header")
                .node();
        check(header, layout, where);
        // Bytes first: they come in chunks, so a header that promises more than the file has costs no memory.
        ByteBuffer tensors = littleEndian(exactly(in, Math.multiplyExact(4, layout.size()), where + ", tensors"));
        float[] weights = new float[layout.size()];
        tensors.asFloatBuffer().get(weights);
        if (in.read() >= 0) {
            throw new ModelError(where, "the end of the file after its tensors", "more bytes", REMEDY);
        }
        return weights;
    }

    private static byte[] header(ParameterLayout layout) {
        ObjectNode header = JSON.createObjectNode();
        header.putObject(METADATA).put("format", "turnpike");
        layout.entries().forEach((name, entry) -> {
            ObjectNode tensor = header.putObject(name).put("dtype", "F32");
            shape(tensor.putArray("shape"), entry.shape());
            long start = 4L * entry.offset();
            tensor.putArray("data_offsets")
                    .add(start)
                    .add(start + 4L * entry.shape().size());
        });
        byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] bytes = Arrays.copyOf(text, padded);
        Arrays.fill(bytes, text.length, padded, (byte) ' ');
        return bytes;
    }

    private static void shape(ArrayNode array, Shape.Shared shape) {
        array.add(shape.rows());
        if (shape.columns() > 1) {
            array.add(shape.columns());
        }
    }

    private static void check(JsonNode header, ParameterLayout layout, String where) {
        TreeSet<String> found = new TreeSet<>();
        header.fieldNames().forEachRemaining(found::add);
        found.remove(METADATA);
        TreeSet<String> expected = new TreeSet<>(layout.entries().keySet());
        if (!found.equals(expected)) {
            throw new ModelError(
                    where,
                    "the tensors " + expected,
                    found.toString(),
                    "These are the weights of another architecture. " + REMEDY);
        }
        for (Map.Entry<String, ParameterLayout.Entry> parameter :
                layout.entries().entrySet()) {
            ParameterLayout.Entry entry = parameter.getValue();
            JsonNode tensor = header.get(parameter.getKey());
            String place = where + ", tensor '" + parameter.getKey() + "'";
            expect(place + ", dtype", "\"F32\"", tensor.get("dtype"));
            ArrayNode shape = JSON.createArrayNode();
            shape(shape, entry.shape());
            expect(place + ", shape", shape.toString(), tensor.get("shape"));
            long start = 4L * entry.offset();
            String range = "[" + start + "," + (start + 4L * entry.shape().size()) + "]";
            expect(place + ", data_offsets", range, tensor.get("data_offsets"));
        }
    }

    private static void expect(String place, String expected, JsonNode found) {
        if (found == null || !found.toString().equals(expected)) {
            throw new ModelError(place, expected, found == null ? "nothing" : brief(found.toString()), REMEDY);
        }
    }

    private static byte[] exactly(InputStream in, int count, String where) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new ModelError(where, count + " bytes", bytes.length + ": the file is truncated", REMEDY);
        }
        return bytes;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
