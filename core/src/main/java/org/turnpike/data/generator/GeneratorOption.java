package org.turnpike.data.generator;

import org.turnpike.data.DataError;

/** An option of a generator: its name, what it may be, and what it is when it is not given. */
public sealed interface GeneratorOption permits GeneratorOption.Whole, GeneratorOption.Decimal, GeneratorOption.Truth {
    String name();

    /** The range of values, to follow the word "expected". */
    String allowed();

    /** The default as a user would write it. */
    String standard();

    /** An option that is a whole number, bounds included. */
    record Whole(String name, long standardValue, long lowest, long highest) implements GeneratorOption {
        @Override
        public String allowed() {
            return lowest == Long.MIN_VALUE && highest == Long.MAX_VALUE
                    ? "a whole number of 64 bits"
                    : "a whole number from " + lowest + " to " + highest;
        }

        @Override
        public String standard() {
            return Long.toString(standardValue);
        }

        void require(String generator, long value) {
            if (value < lowest || value > highest) {
                throw outOfRange(generator, Long.toString(value));
            }
        }
    }

    /** An option that is a decimal number, bounds included. */
    record Decimal(String name, double standardValue, double lowest, double highest) implements GeneratorOption {
        @Override
        public String allowed() {
            return "a number from " + lowest + " to " + highest;
        }

        @Override
        public String standard() {
            return Double.toString(standardValue);
        }

        void require(String generator, double value) {
            if (!(value >= lowest && value <= highest)) {
                throw outOfRange(generator, Double.toString(value));
            }
        }
    }

    /** An option that is or is not so. */
    record Truth(String name, Boolean standardValue) implements GeneratorOption {
        @Override
        public String allowed() {
            return "true or false";
        }

        @Override
        public String standard() {
            return standardValue.toString();
        }
    }

    /** The error for a value that is no number or out of range. */
    default DataError outOfRange(String generator, String found) {
        return new DataError(
                "generator " + generator + ", option " + name(),
                allowed(),
                found,
                "Leave the option out for its default, " + standard() + ".");
    }
}
