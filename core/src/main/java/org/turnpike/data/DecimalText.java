package org.turnpike.data;

import java.util.OptionalDouble;

/** Reads decimal numbers as they stand in files: digits with an optional sign, point and exponent, and nothing else. */
public final class DecimalText {
    private DecimalText() {}

    /**
     * The number, rounded to float64, or nothing where the text is no decimal number. Java's own reader also takes
     * {@code 1d}, {@code 0x1p3}, {@code NaN} and {@code Infinity}, which in a table are mistakes. White space around the
     * number is allowed.
     */
    public static OptionalDouble parse(String text) {
        String stripped = text.strip();
        for (int i = 0; i < stripped.length(); i++) {
            char character = stripped.charAt(i);
            boolean digit = character >= '0' && character <= '9';
            if (!digit && "+-.eE".indexOf(character) < 0) {
                return OptionalDouble.empty();
            }
        }
        try {
            return OptionalDouble.of(Double.parseDouble(stripped));
        } catch (NumberFormatException noNumber) {
            return OptionalDouble.empty();
        }
    }
}
