package org.turnpike.data;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a row is known by wherever it lies: the SHA-256 of its features, its target and its weight, as four words.
 *
 * <p>Rows with the same words are the same to training. The first two words order rows ({@link RowDigests#order}), all four
 * make a table's fingerprint ({@link DigestSum}). A class counts by its name, so that a row can be hashed before it is known
 * which classes there are. One use after the other: {@link #begin}, what the row has, {@link #end}. For one thread.
 */
public final class RowHasher {
    /** Words of a digest. */
    public static final int WORDS = 4;

    private final MessageDigest digest = sha256();
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 13);
    private final byte[] hash = new byte[WORDS * Long.BYTES];
    private final ByteBuffer words = ByteBuffer.wrap(hash);

    public void begin() {
        buffer.clear();
        digest.reset();
    }

    public void add(float value) {
        add(Float.floatToIntBits(value));
    }

    /** A class's name in UTF-8; its length goes first, so that it cannot run into what follows. */
    public void add(byte[] name) {
        add(name.length);
        drain();
        digest.update(name);
    }

    /** Ends the row, whose words can then be asked for. */
    public void end() {
        drain();
        try {
            digest.digest(hash, 0, hash.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 has 32 bytes", e);
        }
    }

    /** A word of the row that was ended last. */
    public long word(int number) {
        return words.getLong(number * Long.BYTES);
    }

    /** All words of the row that was ended last, most significant byte first; a copy. */
    public byte[] digest() {
        return hash.clone();
    }

    private void add(int bits) {
        if (buffer.remaining() < Integer.BYTES) {
            drain();
        }
        buffer.putInt(bits);
    }

    private void drain() {
        digest.update(buffer.flip());
        buffer.clear();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-256", missing);
        }
    }
}
