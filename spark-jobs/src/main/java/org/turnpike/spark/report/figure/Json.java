package org.turnpike.spark.report.figure;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/** Numbers as the page carries them: short, and null where JSON has no word for them. */
public final class Json {

    /** A screen has some thousand pixels across. */
    private static final MathContext DRAWN = new MathContext(4);

    /** What a legend shows. */
    private static final MathContext READ = new MathContext(7);

    private static final MathContext IN_WORDS = new MathContext(3);

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** A number that a person reads. */
    public static ValueNode read(double value) {
        return rounded(value, READ);
    }

    /** Numbers that a person reads. */
    public static ArrayNode read(double[] values) {
        return rounded(values, READ);
    }

    /** A number in a sentence: three digits. */
    public static String brief(double value) {
        return rounded(value, IN_WORDS).asText();
    }

    /** Numbers that are only drawn. */
    public static ArrayNode drawn(double[] values) {
        return rounded(values, DRAWN);
    }

    /** Rows of numbers that are only drawn. */
    public static ArrayNode drawn(double[][] rows) {
        ArrayNode array = array();
        for (double[] row : rows) {
            array.add(drawn(row));
        }
        return array;
    }

    public static ArrayNode counts(int[] values) {
        ArrayNode array = array();
        for (int value : values) {
            array.add(value);
        }
        return array;
    }

    public static ArrayNode texts(List<String> values) {
        ArrayNode array = array();
        values.forEach(array::add);
        return array;
    }

    private static ArrayNode rounded(double[] values, MathContext digits) {
        ArrayNode array = array();
        for (double value : values) {
            array.add(rounded(value, digits));
        }
        return array;
    }

    private static ValueNode rounded(double value, MathContext digits) {
        if (!Double.isFinite(value)) {
            return JsonNodeFactory.instance.nullNode();
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return JsonNodeFactory.instance.numberNode((long) value);
        }
        return JsonNodeFactory.instance.numberNode(
                new BigDecimal(value).round(digits).doubleValue());
    }
}
