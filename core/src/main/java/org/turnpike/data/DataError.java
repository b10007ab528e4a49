package org.turnpike.data;

import java.util.Objects;

/**
 * Data that cannot be used: what was expected, what was found, where, and what the user can do about it.
 *
 * <p>It is rendered in one way, on one line: {@code WHERE: expected EXPECTED, found FOUND. REMEDY}. A failure to read bytes
 * at all (a lost disk, a refused connection) is an {@link java.io.IOException} and not a fault of the data.
 */
public final class DataError extends RuntimeException {
    private static final int LONGEST_QUOTED = 40;

    private final String where;
    private final String expected;
    private final String found;
    private final String remedy;

    /**
     * @param where the place, outermost first: {@code train.csv, line 7, column 'age'}
     * @param expected what should have stood there, to follow the word "expected"
     * @param found what stood there, to follow the word "found"
     * @param remedy what to do, one or more whole sentences
     */
    public DataError(String where, String expected, String found, String remedy) {
        super(where + ": expected " + expected + ", found " + found + ". " + remedy);
        this.where = Objects.requireNonNull(where, "where");
        this.expected = Objects.requireNonNull(expected, "expected");
        this.found = Objects.requireNonNull(found, "found");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    public String where() {
        return where;
    }

    public String expected() {
        return expected;
    }

    public String found() {
        return found;
    }

    public String remedy() {
        return remedy;
    }

    /** The text in quotation marks, cut where it is too long for one line of a message, its control characters escaped. */
    public static String quoted(String text) {
        return quoted(text, LONGEST_QUOTED);
    }

    /** Cut after {@code longest} characters, for the words of another program. */
    public static String quoted(String text, int longest) {
        String shown = text.length() <= longest ? text : text.substring(0, longest) + "…";
        StringBuilder escaped = new StringBuilder("'");
        shown.chars().forEach(character -> {
            if (Character.isISOControl(character)) {
                escaped.append(String.format("\\u%04x", character));
            } else {
                escaped.append((char) character);
            }
        });
        return escaped.append('\'').toString();
    }
}
