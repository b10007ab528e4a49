package org.turnpike.spark.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipException;
import org.turnpike.data.ByteSource;
import org.turnpike.data.DataError;
import org.turnpike.data.NearestName;
import org.turnpike.data.generator.GeneratorSpec;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;
import org.turnpike.spark.storage.Storage;
import org.turnpike.spark.storage.StoredFiles;

/**
 * Finds out what a text in a job file names: a generator; a table that Spark knows ({@code table:NAME}, or a dotted name where
 * no such file is); or files, whose format is the one that the job file says, that of a prefix such as {@code parquet:}, that of
 * their ending, or else follows from the first bytes.
 *
 * <p>One CSV file of moderate size, and IDX images, are read by one process, without Spark; everything else is
 * {@link Source.Spread}.
 */
final class SourceGuess {
    private static final Pattern TABLE_NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*){1,2}");
    private static final byte[] PARQUET = "PAR1".getBytes(StandardCharsets.US_ASCII);

    private SourceGuess() {}

    /**
     * @param asked the format that the job file names for stored rows
     * @param mostAlone bytes of a CSV file that one process reads by itself
     * @throws UserError if it is neither a generator nor anything that can be read; wrong usage (exit code 2) where a
     *     generator was meant, bad data (exit code 3) where a file was
     */
    static Source of(String text, Optional<DataFormat> asked, Storage storage, long mostAlone) {
        if (GeneratorSpec.isMeantBy(text)) {
            requireGenerator(text);
            return new Source.Generated(text);
        }
        int colon = text.indexOf(':');
        Optional<DataFormat> prefix = colon < 0 ? Optional.empty() : DataFormat.ofKey(text.substring(0, colon));
        String location = prefix.isPresent() ? text.substring(colon + 1) : text;
        Optional<DataFormat> format = prefix.or(() -> asked);
        if (format.equals(Optional.of(DataFormat.TABLE))) {
            return new Source.Spread(text, location, DataFormat.TABLE, 0);
        }
        return files(text, location, format, storage, mostAlone);
    }

    /** @throws UserError where the specification is not valid: the fault is the command's and not the data's */
    static void requireGenerator(String text) {
        try {
            GeneratorSpec.parse(text);
        } catch (DataError e) {
            throw new UserError(ExitCode.USAGE, e.expected(), e.found(), e.where(), e.remedy()).causedBy(e);
        }
    }

    private static Source files(
            String text, String location, Optional<DataFormat> format, Storage storage, long mostAlone) {
        StoredFiles files = storage.dataFiles(location);
        if (files.kind() == StoredFiles.Kind.NOTHING) {
            if (format.isEmpty()
                    && TABLE_NAME.matcher(location).matches()
                    && DataFormat.ofEnding(location).isEmpty()) {
                return new Source.Spread(text, location, DataFormat.TABLE, 0);
            }
            throw nothing(text, location);
        }
        if (files.names().isEmpty()) {
            throw new UserError(
                    ExitCode.DATA,
                    "a directory with files of data",
                    "none",
                    location,
                    "Check what wrote the directory.");
        }
        String first = files.names().get(0);
        DataFormat found = format.or(() -> DataFormat.ofEnding(location))
                .or(() -> DataFormat.ofEnding(first))
                .filter(known -> known != DataFormat.CSV)
                .orElseGet(() -> byBytes(first, storage));
        if (format.isPresent() && format.get() == DataFormat.CSV) {
            found = DataFormat.CSV;
        }
        boolean alone = files.kind() == StoredFiles.Kind.FILE;
        if (found == DataFormat.IDX) {
            if (!alone) {
                throw new UserError(
                        ExitCode.DATA,
                        "one IDX file",
                        files.names().size() + " files",
                        location,
                        "Name the images file.");
            }
            return new Source.Idx(text, location);
        }
        boolean small = files.bytes() <= mostAlone && !DataFormat.isCompressedForSpark(first);
        return found == DataFormat.CSV && alone && small
                ? new Source.Csv(text, location)
                : new Source.Spread(text, location, found, files.bytes());
    }

    private static UserError nothing(String text, String location) {
        boolean word = location.matches("[A-Za-z][A-Za-z0-9_-]*");
        Optional<String> misspelt = word ? NearestName.among(GeneratorSpec.names(), location) : Optional.empty();
        if (misspelt.isPresent()) {
            return new UserError(
                    ExitCode.USAGE,
                    "a generator or a file",
                    "neither",
                    "data '" + text + "'",
                    "Did you mean the generator '" + misspelt.get() + "'?");
        }
        return new UserError(
                ExitCode.DATA,
                "a file",
                "nothing there",
                location,
                word ? "Check the path; a table that Spark knows is named table:" + location + "." : "Check the path.");
    }

    /** IDX and Parquet begin with their magic number, a JSON table with a brace; what begins otherwise is CSV. */
    private static DataFormat byBytes(String location, Storage storage) {
        if (DataFormat.isCompressedForSpark(location)) {
            return DataFormat.CSV;
        }
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
            return DataFormat.IDX;
        }
        if (Arrays.equals(first, PARQUET)) {
            return DataFormat.PARQUET;
        }
        return first[0] == '{' && List.of((byte) '"', (byte) '}', (byte) ' ').contains(first[1])
                ? DataFormat.JSON
                : DataFormat.CSV;
    }
}
