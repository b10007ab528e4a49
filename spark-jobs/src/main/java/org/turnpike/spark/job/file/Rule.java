package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a key of the job file may hold. Values reach a rule as HOCON hands them over: text, number, truth or list. */
sealed interface Rule {

    /** Whether {@code value} (a String, Number, Boolean, List or Map) may stand here. */
    boolean admits(Object value);

    /** What may stand here, in words that follow “expected”. */
    String expectation();

    /** The words among which one must stand here, to find the one that was meant; empty if anything else may. */
    default List<String> words() {
        return List.of();
    }

    /** Whether it admits numbers or truths, which are the same however they are written. */
    default boolean isLiteral() {
        return false;
    }

    static Rule text() {
        return new Text();
    }

    static Rule truth() {
        return new OneOf(List.of("true", "false"));
    }

    static Rule oneOf(String... words) {
        return new OneOf(List.of(words));
    }

    static Rule oneOf(List<String> words) {
        return new OneOf(words);
    }

    /** A whole number of at least {@code least}. */
    static Rule count(long least) {
        return new Whole(least, Integer.MAX_VALUE);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    static Rule count(long least, long most) {
        return new Whole(least, most);
    }

    static Rule whole() {
        return new Whole(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static Rule above(double bound) {
        return new Real(bound, Double.POSITIVE_INFINITY, "above " + plain(bound), Bounds.OPEN);
    }

    static Rule atLeast(double bound) {
        return new Real(bound, Double.POSITIVE_INFINITY, "of at least " + plain(bound), Bounds.CLOSED_BELOW);
    }

    static Rule anyNumber() {
        return new Real(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, "", Bounds.OPEN);
    }

    /** From {@code low}, included, to {@code high}, excluded. */
    static Rule fromBelow(double low, double high) {
        return new Real(low, high, "from " + plain(low) + " to below " + plain(high), Bounds.CLOSED_BELOW);
    }

    /** From {@code low} to {@code high}, both included. */
    static Rule within(double low, double high) {
        return new Real(low, Math.nextUp(high), "from " + plain(low) + " to " + plain(high), Bounds.CLOSED_BELOW);
    }

    /** One character that may stand between two fields, or the word {@code tab}. */
    static Rule separator() {
        return new Separator();
    }

    static Rule listOf(Rule each, int atLeast) {
        return new Many(each, atLeast);
    }

    /** This, or one word in its place. */
    default Rule or(String word) {
        return new Either(word, this);
    }

    /** This, or a list of such values, at least one. */
    default Rule orSeveral() {
        return new OneOrMore(this);
    }

    private static String plain(double bound) {
        return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
    }

    /** Which ends of an interval belong to it. */
    enum Bounds {
        OPEN,
        CLOSED_BELOW
    }

    /** Any text that is not empty. */
    record Text() implements Rule {
        @Override
        public boolean admits(Object value) {
            return !(value instanceof List)
                    && !(value instanceof Map)
                    && !String.valueOf(value).isBlank();
        }

        @Override
        public String expectation() {
            return "text";
        }
    }

    /** One of some words. */
    record OneOf(List<String> words) implements Rule {
        @Override
        public boolean isLiteral() {
            return words.contains("true");
        }

        @Override
        public boolean admits(Object value) {
            return words.contains(String.valueOf(value));
        }

        @Override
        public String expectation() {
            return words.size() == 1 ? words.get(0) : "one of " + String.join(", ", words);
        }
    }

    /** A whole number within bounds, both included. */
    record Whole(long least, long most) implements Rule {
        @Override
        public boolean isLiteral() {
            return true;
        }

        @Override
        public boolean admits(Object value) {
            try {
                long number = Long.parseLong(String.valueOf(value));
                return least <= number && number <= most;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String expectation() {
            if (least == Long.MIN_VALUE) {
                return "a whole number";
            }
            return most == Integer.MAX_VALUE
                    ? "a whole number of at least " + least
                    : "a whole number from " + least + " to " + most;
        }
    }

    /** A finite number within bounds. */
    record Real(double low, double high, String bounds, Bounds ends) implements Rule {
        @Override
        public boolean isLiteral() {
            return true;
        }

        @Override
        public boolean admits(Object value) {
            try {
                double number = Double.parseDouble(String.valueOf(value));
                boolean aboveLow = ends == Bounds.OPEN ? number > low : number >= low;
                return Double.isFinite(number) && aboveLow && number < high;
            } catch (NumberFormatException e) {
                return false;
            }
        }

        @Override
        public String expectation() {
            return ("a number " + bounds).strip();
        }
    }

    /** A list, all of whose elements keep one rule. */
    record Many(Rule each, int atLeast) implements Rule {
        @Override
        public boolean admits(Object value) {
            return value instanceof List<?> list
                    && list.size() >= atLeast
                    && list.stream().allMatch(each::admits);
        }

        @Override
        public String expectation() {
            return "a list in brackets, each " + each.expectation();
        }

        @Override
        public List<String> words() {
            return each.words();
        }
    }

    /** A character that no field contains unquoted. */
    record Separator() implements Rule {
        @Override
        public boolean admits(Object value) {
            String text = String.valueOf(value);
            return text.equals("tab") || (text.length() == 1 && "\"\r\n".indexOf(text.charAt(0)) < 0);
        }

        @Override
        public String expectation() {
            return "one character other than a quote, or tab";
        }
    }

    /** What a rule admits, or a list of it. */
    record OneOrMore(Rule each) implements Rule {
        @Override
        public boolean admits(Object value) {
            return each.admits(value) || new Many(each, 1).admits(value);
        }

        @Override
        public String expectation() {
            return each.expectation() + ", or a list of it in brackets";
        }
    }

    /** A word, or what another rule admits. */
    record Either(String word, Rule other) implements Rule {
        @Override
        public boolean isLiteral() {
            return other.isLiteral();
        }

        @Override
        public boolean admits(Object value) {
            return word.equals(value) || other.admits(value);
        }

        @Override
        public String expectation() {
            return Stream.of(other.expectation(), word).collect(Collectors.joining(", or "));
        }

        @Override
        public List<String> words() {
            return other.words().isEmpty()
                    ? List.of()
                    : Stream.concat(other.words().stream(), Stream.of(word)).toList();
        }
    }
}
