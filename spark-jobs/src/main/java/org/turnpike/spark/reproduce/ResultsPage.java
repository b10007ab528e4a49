package org.turnpike.spark.reproduce;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.turnpike.spark.reproduce.picture.Picture;
import org.turnpike.spark.storage.Storage;

/**
 * A page of results as Markdown, {@code NAME.md}, with its pictures in the directory {@code NAME} beside it. It can be written
 * before it is whole; then it ends with what is still to come.
 */
public final class ResultsPage {
    private final String name;
    private final StringBuilder text = new StringBuilder();
    private final Map<String, String> pictures = new LinkedHashMap<>();

    public ResultsPage(String name, String title) {
        this.name = name;
        text.append("# ").append(title).append('\n');
    }

    public ResultsPage section(String title) {
        return block("## " + title);
    }

    /** A paragraph, as Markdown. */
    public ResultsPage paragraph(String words) {
        return block(words.strip());
    }

    /** Lines that are shown as they are: a command. */
    public ResultsPage code(String lines) {
        return block("    " + lines.strip().replace("\n", "\n    "));
    }

    /** A table; every row has as many cells as the header. */
    public ResultsPage table(List<String> header, List<List<String>> rows) {
        StringBuilder table = new StringBuilder(row(header))
                .append("|---".repeat(header.size()))
                .append("|\n");
        for (List<String> row : rows) {
            if (row.size() != header.size()) {
                throw new IllegalArgumentException("Expected " + header.size() + " cells, found " + row);
            }
            table.append(row(row));
        }
        return block(table.toString().strip());
    }

    /**
     * A picture.
     *
     * @param file its name, without {@code .svg}
     * @param words what it shows
     */
    public ResultsPage picture(String file, String words, Picture picture) {
        pictures.put(file + ".svg", picture.svg());
        return block("![" + words.replace("\n", " ") + "](" + name + "/" + file + ".svg)")
                .block("*" + words.strip() + "*");
    }

    /**
     * Writes the page and its pictures.
     *
     * @param missing titles of the sections that it does not have yet
     * @return where the page is
     */
    public String write(Storage storage, String directory, List<String> missing) {
        pictures.forEach((file, svg) -> write(storage, directory + "/" + name + "/" + file, svg));
        String place = directory + "/" + name + ".md";
        String last = missing.isEmpty() ? "" : "\n*Still to come: " + String.join("; ", missing) + ".*\n";
        write(storage, place, text + last);
        return place;
    }

    private ResultsPage block(String markdown) {
        text.append('\n').append(markdown).append('\n');
        return this;
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static void write(Storage storage, String place, String content) {
        storage.write(place, stream -> stream.write(content.getBytes(StandardCharsets.UTF_8)));
    }
}
