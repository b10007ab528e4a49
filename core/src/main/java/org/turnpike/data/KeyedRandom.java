package org.turnpike.data;

/**
 * Random numbers that depend on nothing but a key, the same bits on every platform and in every release.
 *
 * <p>A key is a purpose and a list of numbers: ("batch order", seed, epoch, shard), say. Draw i of a key is {@code mix(state + i γ)}: SplitMix64 (Steele,
 * Lea, Flood 2014, mix 13 of Stafford) started at a state that the same mixer makes of the key. Java's own
 * {@code SplittableRandom} is no substitute: its specification does not promise its bits. Logarithm, sine and cosine are
 * {@link StrictMath}'s, since those of {@link Math} may differ in the last bit from one machine to the next.
 *
 * <p>Not safe for use by several threads; make one per thread, they cost nothing.
 */
public final class KeyedRandom {
    private static final long GAMMA = 0x9e3779b97f4a7c15L;

    private long state;
    private double spareGaussian = Double.NaN;

    /**
     * @param purpose what the numbers are for, so that equal seeds given for two purposes draw unrelated numbers
     * @param key seed, epoch, shard and the like, in a fixed order
     */
    public KeyedRandom(String purpose, long... key) {
        purpose.chars().forEach(this::absorb);
        absorb(purpose.length());
        for (long part : key) {
            absorb(part);
        }
    }

    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }

    /** Uniform on [0, 1), a multiple of 2⁻⁵³. */
    public double nextUniform() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform on 0 … bound − 1 without bias: the high word of a product, rejecting the short remainder (Lemire 2019). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("expected a bound of at least 1, found " + bound);
        }
        long remainder = (1L << 32) % bound;
        long product;
        do {
            product = (nextLong() >>> 32) * bound;
        } while ((product & 0xffffffffL) < remainder);
        return (int) (product >>> 32);
    }

    /** Standard normal, by Box and Muller's transform; every other call returns the second of a pair. */
    public double nextGaussian() {
        if (!Double.isNaN(spareGaussian)) {
            double spare = spareGaussian;
            spareGaussian = Double.NaN;
            return spare;
        }
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextUniform()));
        double angle = 2 * Math.PI * nextUniform();
        spareGaussian = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /** The numbers 0 … size − 1 in random order, each order equally likely (Fisher and Yates). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private void absorb(long part) {
        state = mix(mix(state + GAMMA) ^ part);
    }

    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
