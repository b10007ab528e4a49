package org.turnpike.spark.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.turnpike.spark.storage.Storage;

/**
 * A file source's own notes, {@code sources/0/}: entry {@code 7} names files, and an entry {@code 9.compact} those of all before
 * it too. An offset of such a source is the number of its last entry.
 */
final class SeenFiles {
    private static final Pattern OFFSET = Pattern.compile("\\{\"logOffset\":(\\d{1,18})}");
    private static final Pattern ENTRY = Pattern.compile("(\\d{1,18})(\\.compact)?");

    /** Lines of an offsets file before those of the sources: its version, and the query's settings. */
    private static final int HEAD = 2;

    private SeenFiles() {}

    /** What a micro-batch is planned up to, for each source as it stands in the file. */
    static List<String> ends(Storage storage, String file) {
        if (!storage.exists(file)) {
            return List.of();
        }
        try (InputStream stream = storage.open(file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(HEAD)
                    .toList();
        } catch (IOException e) {
            throw storage.unreadable(file, e);
        }
    }

    /**
     * The entries after an offset, without those that older entries no longer stand behind.
     *
     * @param end an offset; none is after one that is not a file source's
     * @param names of all entries
     */
    static List<String> after(String end, List<String> names) {
        Matcher offset = OFFSET.matcher(end);
        if (!offset.matches()) {
            return List.of();
        }
        long last = Long.parseLong(offset.group(1));
        Set<String> known = new HashSet<>(names);
        List<String> after = new ArrayList<>();
        for (String name : names) {
            Matcher entry = ENTRY.matcher(name);
            if (entry.matches()
                    && Long.parseLong(entry.group(1)) > last
                    && (entry.group(2) == null || isStoodBehind(last, known))) {
                after.add(name);
            }
        }
        return after;
    }

    /** Whether all entries up to {@code last} are there without a later one: singly, or from a compact one on. */
    private static boolean isStoodBehind(long last, Set<String> names) {
        long first = LongStream.iterate(last, number -> number >= 0, number -> number - 1)
                .filter(number -> !names.contains(Long.toString(number)))
                .findFirst()
                .orElse(-1);
        return first < 0 || names.contains(first + ".compact");
    }
}
