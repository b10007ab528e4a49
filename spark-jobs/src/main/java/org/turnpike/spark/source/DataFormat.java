package org.turnpike.spark.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How stored rows are written. */
public enum DataFormat {
    CSV("a CSV table", List.of("csv", "tsv", "txt")),
    IDX("IDX images", List.of()),
    IMAGES("a folder of images", List.of("jpg", "jpeg", "png", "gif", "bmp")),
    PARQUET("a Parquet table", List.of("parquet")),
    JSON("a JSON table", List.of("json", "jsonl", "ndjson")),
    LIBSVM("LIBSVM text", List.of("libsvm", "svm", "svmlight")),
    TABLE("a table of Spark's", List.of());

    /** Endings of compressed text, which come after the format's own; gzip is known by its bytes as well. */
    private static final List<String> COMPRESSED = List.of("gz", "bz2", "zst", "lz4", "snappy", "deflate");

    private final String words;
    private final List<String> endings;

    DataFormat(String words, List<String> endings) {
        this.words = words;
        this.endings = endings;
    }

    /** What it is, for people. */
    public String words() {
        return words;
    }

    /** How the job file calls it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> keys() {
        return Arrays.stream(values()).map(DataFormat::key).toList();
    }

    public static Optional<DataFormat> ofKey(String key) {
        return Arrays.stream(values())
                .filter(format -> format.key().equals(key))
                .findFirst();
    }

    /** The format whose ending a path has, before that of a compression. */
    static Optional<DataFormat> ofEnding(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String ending = ending(name);
        String known =
                COMPRESSED.contains(ending) ? ending(name.substring(0, name.length() - ending.length() - 1)) : ending;
        return Arrays.stream(values())
                .filter(format -> format.endings.contains(known))
                .findFirst();
    }

    /** Whether the bytes are compressed in a way that only Spark undoes. */
    static boolean isCompressedForSpark(String path) {
        String ending = ending(path.toLowerCase(Locale.ROOT));
        return COMPRESSED.contains(ending) && !ending.equals("gz");
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
