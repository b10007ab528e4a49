package org.turnpike.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A table's identity: the SHA-256 of its names and values in row order, in hexadecimal. Equal tables have equal
 * fingerprints on every platform, so that a run can refuse to resume on other data.
 */
public final class TableFingerprint {
    private final MessageDigest digest;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

    private TableFingerprint() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }

    public static String of(Table table) {
        TableFingerprint fingerprint = new TableFingerprint();
        fingerprint.add(table.featureNames());
        fingerprint.add(table.features());
        fingerprint.add(table.targets());
        fingerprint.add(table.weights());
        return fingerprint.hexadecimal();
    }

    private void add(Targets targets) {
        if (targets instanceof ClassLabels classes) {
            add(classes.classNames());
            for (int row = 0; row < classes.rows(); row++) {
                add(classes.label(row));
            }
        } else if (targets instanceof TargetValues values) {
            add(values.names());
            add(values.values());
        }
    }

    private void add(SampleWeights weights) {
        if (!weights.isUniform()) {
            for (int row = 0; row < weights.rows(); row++) {
                add(Float.floatToIntBits(weights.weight(row)));
            }
        }
    }

    private void add(RowMatrix matrix) {
        for (int row = 0; row < matrix.rows(); row++) {
            for (int column = 0; column < matrix.width(); column++) {
                add(Float.floatToIntBits(matrix.value(row, column)));
            }
        }
    }

    /** Lengths go before contents, so that ["ab", "c"] and ["a", "bc"] differ. */
    private void add(List<String> names) {
        add(names.size());
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            add(bytes.length);
            drain();
            digest.update(bytes);
        }
    }

    private void add(int value) {
        if (buffer.remaining() < Integer.BYTES) {
            drain();
        }
        buffer.putInt(value);
    }

    private void drain() {
        digest.update(buffer.flip());
        buffer.clear();
    }

    private String hexadecimal() {
        drain();
        return HexFormat.of().formatHex(digest.digest());
    }
}
