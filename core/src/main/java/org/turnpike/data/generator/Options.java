package org.turnpike.data.generator;

/** The options that generators share, with their ranges. */
final class Options {
    static final GeneratorOption.Whole SEED = new GeneratorOption.Whole("seed", 0, Long.MIN_VALUE, Long.MAX_VALUE);

    /** Of every generator. */
    static final GeneratorOption.Truth FRESH = new GeneratorOption.Truth("fresh", Boolean.FALSE);

    private Options() {}

    /** The number of rows; the upper end is far above what one machine trains on and far below what overflows. */
    static GeneratorOption.Whole rows(long standard, long fewest) {
        return new GeneratorOption.Whole("n", standard, fewest, 100_000_000);
    }

    static GeneratorOption.Decimal noise(double standard) {
        return new GeneratorOption.Decimal("noise", standard, 0, 100);
    }
}
