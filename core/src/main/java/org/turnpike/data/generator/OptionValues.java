package org.turnpike.data.generator;

import java.util.Map;
import org.turnpike.data.DataError;
import org.turnpike.data.DecimalText;

/** The options written in a specification, by name; those left out have their defaults. */
record OptionValues(String generator, Map<String, String> written) {
    long whole(GeneratorOption.Whole option) {
        String text = written.get(option.name());
        if (text == null) {
            return option.standardValue();
        }
        try {
            long value = Long.parseLong(text);
            option.require(generator, value);
            return value;
        } catch (NumberFormatException noNumber) {
            throw option.outOfRange(generator, DataError.quoted(text));
        }
    }

    double decimal(GeneratorOption.Decimal option) {
        String text = written.get(option.name());
        if (text == null) {
            return option.standardValue();
        }
        double value = DecimalText.parse(text).orElseThrow(() -> option.outOfRange(generator, DataError.quoted(text)));
        option.require(generator, value);
        return value;
    }

    boolean truth(GeneratorOption.Truth option) {
        String text = written.getOrDefault(option.name(), option.standard());
        if (!text.equals("true") && !text.equals("false")) {
            throw option.outOfRange(generator, DataError.quoted(text));
        }
        return text.equals("true");
    }

    /** The number of rows; every {@code n} fits an int. */
    int rows(GeneratorOption.Whole option) {
        return Math.toIntExact(whole(option));
    }
}
