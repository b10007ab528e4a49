package org.turnpike.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;
import org.turnpike.data.NearestName;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;

/** Where rows come from, and in which form. Files are told apart by their first bytes, plain or gzip, not by their names. */
public sealed interface Source {

    /** As the user wrote it. */
    String text();

    /** What it is, for people. */
    String form();

    /** A made-up problem such as {@code moons?n=512}. */
    record Generated(String text) implements Source {
        @Override
        public String form() {
            return "a generator";
        }
    }

    /** Text in columns. */
    record Csv(String text) implements Source {
        @Override
        public String form() {
            return "a CSV file";
        }
    }

    /** Images, with their labels in the file beside. */
    record Idx(String text) implements Source {
        @Override
        public String form() {
            return "IDX images";
        }
    }

    /** Whether a file's columns can be chosen by name. */
    default boolean hasColumns() {
        return this instanceof Csv;
    }

    /**
     * The source that {@code text} names.
     *
     * @throws UserError if it is neither a generator nor a file that can be read; wrong usage (exit code 2) where a
     *     generator was meant, bad data (exit code 3) where a file was
     */
    static Source of(String text, Storage storage) {
        if (GeneratorSpec.isMeantBy(text)) {
            requireGenerator(text);
            return new Generated(text);
        }
        Optional<String> misspelt = isPlainWord(text) && !storage.exists(text)
                ? NearestName.among(GeneratorSpec.names(), text)
                : Optional.empty();
        if (misspelt.isPresent()) {
            throw new UserError(
                    ExitCode.USAGE,
                    "a generator or a file",
                    "neither",
                    "data '" + text + "'",
                    "Did you mean the generator '" + misspelt.get() + "'?");
        }
        return file(text, storage);
    }

    /** @throws UserError where the specification is not valid: the fault is the command's and not the data's */
    static void requireGenerator(String text) {
        try {
            GeneratorSpec.parse(text);
        } catch (DataError e) {
            throw new UserError(ExitCode.USAGE, e.expected(), e.found(), e.where(), e.remedy()).causedBy(e);
        }
    }

    private static Source file(String location, Storage storage) {
        byte[] first = new byte[4];
        ByteSource file = storage.source(location);
        try (InputStream stream = file.contents()) {
            stream.readNBytes(first, 0, first.length);
        } catch (ZipException | EOFException e) {
            throw file.damaged(e);
        } catch (IOException e) {
            throw storage.unreadable(location, e);
        }
        if (first[0] == 0 && first[1] == 0 && first[2] != 0) {
            return new Idx(location);
        }
        if (Arrays.equals(first, new byte[] {'P', 'A', 'R', '1'})) {
            throw new UserError(
                    ExitCode.DATA,
                    "CSV or IDX",
                    "Parquet",
                    location,
                    "Write the table as CSV, from Spark with: table.write.option(\"header\", true).csv(…).");
        }
        return new Csv(location);
    }

    private static boolean isPlainWord(String text) {
        return text.matches("[A-Za-z][A-Za-z0-9_-]*");
    }
}
