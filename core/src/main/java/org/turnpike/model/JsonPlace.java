package org.turnpike.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An object of a JSON file together with its place there, so that every complaint says where; each key may be read, and in
 * the end none may be left over.
 */
final class JsonPlace {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static final String REMEDY = "Copy the model directory again, or train the model again.";

    private final JsonNode node;
    private final String where;
    private final Set<String> read = new LinkedHashSet<>();

    private JsonPlace(JsonNode node, String where) {
        this.node = node;
        this.where = where;
    }

    /** Parses {@code bytes}, which must hold one object. */
    static JsonPlace parse(byte[] bytes, String where) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node != null && node.isObject()) {
                return new JsonPlace(node, where);
            }
            throw new ModelError(where, "a JSON object", brief(String.valueOf(node)), REMEDY);
        } catch (JsonProcessingException e) {
            throw new ModelError(where, "JSON", brief(e.getOriginalMessage()), REMEDY);
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    JsonNode node() {
        return node;
    }

    String where() {
        return where;
    }

    Set<String> keys() {
        Set<String> keys = new LinkedHashSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** What {@code reader} makes of the object under {@code key}, which must have no keys that it does not read. */
    <T> T object(String key, Function<JsonPlace, T> reader) {
        JsonNode child = required(key, "an object", JsonNode::isObject);
        return inside(new JsonPlace(child, place(key)), reader);
    }

    <T> Optional<T> optionalObject(String key, Function<JsonPlace, T> reader) {
        read.add(key);
        return node.hasNonNull(key) ? Optional.of(object(key, reader)) : Optional.empty();
    }

    /** What {@code reader} makes of {@code place}; a value that its own constructor refuses is blamed on the file. */
    static <T> T inside(JsonPlace place, Function<JsonPlace, T> reader) {
        T result = place.checked(() -> reader.apply(place));
        Set<String> left = place.keys();
        left.removeAll(place.read);
        if (!left.isEmpty()) {
            throw new ModelError(
                    place.where,
                    "the keys " + place.read,
                    "also " + left,
                    "Use the release that wrote the model. " + REMEDY);
        }
        return result;
    }

    String text(String key) {
        return required(key, "a text", JsonNode::isTextual).textValue();
    }

    double number(String key) {
        return required(key, "a number", JsonNode::isNumber).doubleValue();
    }

    Optional<Double> optionalNumber(String key) {
        read.add(key);
        return node.hasNonNull(key) ? Optional.of(number(key)) : Optional.empty();
    }

    int integer(String key) {
        return required(key, "an integer", JsonNode::canConvertToInt).intValue();
    }

    List<String> texts(String key) {
        return list(key, "a list of texts", JsonNode::isTextual, JsonNode::textValue);
    }

    List<Integer> integers(String key) {
        return list(key, "a list of integers", JsonNode::canConvertToInt, JsonNode::intValue);
    }

    double[] numbers(String key) {
        return list(key, "a list of numbers", JsonNode::isNumber, JsonNode::doubleValue).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        return constant(key, type, text(key));
    }

    <E extends Enum<E>> Optional<E> optionalChoice(String key, Class<E> type) {
        read.add(key);
        return node.hasNonNull(key) ? Optional.of(choice(key, type)) : Optional.empty();
    }

    <E extends Enum<E>> List<E> choices(String key, Class<E> type) {
        return texts(key).stream().map(name -> constant(key, type, name)).toList();
    }

    /** A complaint that the text under {@code key} is none of {@code known}. */
    ModelError unknown(String key, List<String> known) {
        return new ModelError(
                place(key),
                "one of " + known,
                "'" + brief(text(key)) + "'",
                "Use the release that wrote the model. " + REMEDY);
    }

    /** How an enumeration's constant is written: {@code TANH} as {@code tanh}. */
    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private <E extends Enum<E>> E constant(String key, Class<E> type, String text) {
        List<String> known = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (name(constant).equals(text)) {
                return constant;
            }
            known.add(name(constant));
        }
        throw unknown(key, known);
    }

    private <T> List<T> list(
            String key, String expected, Function<JsonNode, Boolean> valid, Function<JsonNode, T> value) {
        JsonNode array = required(key, expected, JsonNode::isArray);
        List<T> values = new ArrayList<>();
        for (JsonNode element : array) {
            if (!valid.apply(element)) {
                throw new ModelError(place(key), expected, brief(element.toString()), REMEDY);
            }
            values.add(value.apply(element));
        }
        return values;
    }

    private JsonNode required(String key, String expected, Function<JsonNode, Boolean> valid) {
        read.add(key);
        JsonNode child = node.get(key);
        if (child == null || !valid.apply(child)) {
            throw new ModelError(place(key), expected, child == null ? "nothing" : brief(child.toString()), REMEDY);
        }
        return child;
    }

    private <T> T checked(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            throw new ModelError(where, "values that make sense together", "these: " + e.getMessage(), REMEDY);
        }
    }

    private String place(String key) {
        return where + ", '" + key + "'";
    }

    private static String brief(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
