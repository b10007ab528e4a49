package org.turnpike.spark.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Named figures, flat, in the order in which they were put: {@code metrics.json}. Those of the training rows have no prefix,
 * others {@code validation_} and {@code test_}. A figure that is not finite is null there.
 */
public final class Metrics {
    private final Map<String, Object> values = new LinkedHashMap<>();

    public Metrics put(String name, double value) {
        values.put(name, value);
        return this;
    }

    public Metrics put(String name, long value) {
        values.put(name, value);
        return this;
    }

    public Metrics put(String name, String value) {
        values.put(name, value);
        return this;
    }

    /** Leaves the figure out where there is none. */
    public Metrics put(String name, OptionalDouble value) {
        value.ifPresent(known -> values.put(name, known));
        return this;
    }

    public Metrics putAll(String prefix, Metrics others) {
        others.values.forEach((name, value) -> values.put(prefix + name, value));
        return this;
    }

    /** The figure, if it is there and a finite number. */
    public OptionalDouble number(String name) {
        return values.get(name) instanceof Number number && Double.isFinite(number.doubleValue())
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** All that are finite numbers. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        values.keySet().forEach(name -> number(name).ifPresent(value -> figures.put(name, value)));
        return figures;
    }

    /** One JSON object on one line. */
    public String line() {
        return Json.line(json());
    }

    /** The content of a file. */
    public byte[] bytes() {
        return Json.pretty(json()).getBytes(StandardCharsets.UTF_8);
    }

    ObjectNode json() {
        ObjectNode json = Json.object();
        values.forEach((name, value) -> {
            if (value instanceof Long whole) {
                json.put(name, whole);
            } else if (value instanceof Double number) {
                Json.put(json, name, number);
            } else {
                json.put(name, (String) value);
            }
        });
        return json;
    }

    static Metrics read(JsonNode json) {
        Metrics metrics = new Metrics();
        json.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isIntegralNumber()) {
                metrics.put(field.getKey(), value.longValue());
            } else if (value.isNumber()) {
                metrics.put(field.getKey(), value.doubleValue());
            } else {
                metrics.put(field.getKey(), value.asText());
            }
        });
        return metrics;
    }
}
