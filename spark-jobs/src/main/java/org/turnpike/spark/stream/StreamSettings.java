package org.turnpike.spark.stream;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Where rows arrive, and how they are taken.
 *
 * @param format of Structured Streaming: {@code csv}, {@code parquet}, {@code kafka}, …
 * @param path of the directory in which files arrive, for formats of files
 * @param options of the source, as Spark documents them
 * @param schema names and types of the columns as in SQL; empty for what the source, or the files that are there, say
 * @param select SQL expressions that make the columns; none for the source's own
 * @param trigger when the next micro-batch is taken
 */
public record StreamSettings(
        String format,
        Optional<String> path,
        Map<String, String> options,
        Optional<String> schema,
        List<String> select,
        Trigger trigger) {

    public StreamSettings {
        options = Map.copyOf(options);
        select = List.copyOf(select);
    }

    /** In words, for people. */
    public String text() {
        return "the stream " + format + path.map(place -> " " + place).orElse("");
    }
}
