package org.turnpike.data;

import java.io.Serializable;
import java.nio.ByteBuffer;

/**
 * The sum, modulo 2²⁵⁶, of rows' digests, and their count: the same for the same rows in any order and in any parts. Tables
 * that differ in one row differ in it, since nobody finds two rows of one digest.
 */
public final class DigestSum implements Serializable {
    private static final long serialVersionUID = 1;

    /** Most significant first. */
    private final long[] words = new long[RowHasher.WORDS];

    private long rows;

    /** Counts the row that {@code hasher} ended last. */
    public void add(RowHasher hasher) {
        rows++;
        long carry = 0;
        for (int word = RowHasher.WORDS - 1; word >= 0; word--) {
            carry = addInPlace(word, hasher.word(word), carry);
        }
    }

    /** Counts the row of that digest, whose words stand in {@code digest} as in a {@link RowHasher}. */
    public void add(ByteBuffer digest) {
        rows++;
        long carry = 0;
        for (int word = RowHasher.WORDS - 1; word >= 0; word--) {
            carry = addInPlace(word, digest.getLong(digest.position() + word * Long.BYTES), carry);
        }
    }

    /** Counts all that {@code other} has counted. */
    public void add(DigestSum other) {
        rows += other.rows;
        long carry = 0;
        for (int word = RowHasher.WORDS - 1; word >= 0; word--) {
            carry = addInPlace(word, other.words[word], carry);
        }
    }

    public long rows() {
        return rows;
    }

    /** A copy, the most significant word first. */
    public long[] words() {
        return words.clone();
    }

    /** @return the carry, 0 or 1 */
    private long addInPlace(int word, long addend, long carry) {
        long sum = words[word] + addend;
        long over = Long.compareUnsigned(sum, addend) < 0 ? 1 : 0;
        words[word] = sum + carry;
        return over + (Long.compareUnsigned(words[word], sum) < 0 ? 1 : 0);
    }
}
