package org.turnpike.data.generator;

import org.turnpike.data.Table;

/**
 * A generator whose rows are drawn anew for every epoch of training: {@code fresh=true} in a specification. Where one table is
 * wanted, to measure on for instance, it is that of the generator itself, on which nothing is trained.
 */
public record Fresh(Generator of) implements Generator {
    @Override
    public Table generate() {
        return of.generate();
    }

    @Override
    public Table draw(long number) {
        return of.draw(number);
    }
}
