package org.turnpike.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Files that tests make up, in memory. */
public final class Memory {
    private Memory() {}

    public static ByteSource file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public static ByteSource file(String name, byte[] bytes) {
        return ByteSource.of(name, () -> new ByteArrayInputStream(bytes));
    }

    public static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
