package org.turnpike.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A table's identity, in hexadecimal: the SHA-256 of its names and of the sum of its rows' digests. The same rows have the
 * same fingerprint on every platform, in any order and from any number of files, so that a run can refuse to resume on other
 * data.
 */
public final class TableFingerprint {
    private TableFingerprint() {}

    public static String of(Table table) {
        return of(table.featureNames(), table.targets(), RowDigests.of(table).sum());
    }

    /** @param targets whose names count, and nothing else */
    private static String of(List<String> featureNames, Targets targets, DigestSum rows) {
        if (targets instanceof ClassLabels classes) {
            return of(featureNames, classes.classNames(), rows);
        }
        return of(featureNames, targets instanceof TargetValues values ? values.names() : List.of(), rows);
    }

    /** Of rows that were counted elsewhere. @param targetNames of the classes or the values */
    public static String of(List<String> featureNames, List<String> targetNames, DigestSum rows) {
        MessageDigest digest = sha256();
        add(digest, featureNames);
        add(digest, targetNames);
        ByteBuffer numbers = ByteBuffer.allocate((RowHasher.WORDS + 1) * Long.BYTES);
        numbers.putLong(rows.rows());
        for (long word : rows.words()) {
            numbers.putLong(word);
        }
        digest.update(numbers.flip());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Lengths go before contents, so that ["ab", "c"] and ["a", "bc"] differ. */
    private static void add(MessageDigest digest, List<String> names) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(names.size()).flip());
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
