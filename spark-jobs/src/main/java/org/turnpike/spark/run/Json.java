package org.turnpike.spark.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/** Reading and writing of the JSON files of a run. */
final class Json {
    /** A manifest with its whole configuration is some ten thousand bytes. */
    private static final int MOST_BYTES = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + text, e);
        }
    }

    /** One line. */
    static String line(JsonNode json) {
        return json.toString();
    }

    static String pretty(JsonNode json) {
        return json.toPrettyString() + "\n";
    }

    /** A number, or null where it is none that JSON can hold. */
    static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }

    /** @throws UserError if there is no such file, or it is not one JSON object */
    static JsonNode read(Storage storage, String location) {
        try (InputStream stream = storage.open(location)) {
            byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw damaged(location, "at most " + MOST_BYTES + " bytes", "more");
            }
            JsonNode json = MAPPER.readTree(bytes);
            if (json == null || !json.isObject()) {
                throw damaged(location, "a JSON object", bytes.length == 0 ? "an empty file" : "something else");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw damaged(location, "JSON", "what is not, or ends too early (" + e.getOriginalMessage() + ")")
                    .causedBy(e);
        } catch (IOException e) {
            throw storage.unreadable(location, e);
        }
    }

    static UserError damaged(String location, String expected, String found) {
        return new UserError(
                ExitCode.DATA,
                expected,
                found,
                location,
                "The file is damaged or not one of Turnpike's: restore it, or name another directory as --output.");
    }
}
