package org.turnpike.spark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

class StorageTest {
    private final Storage storage = new Storage(new Configuration());

    @TempDir
    Path directory;

    @Test
    void whatIsWrittenIsRead() throws IOException {
        String location = directory.resolve("deep/er/file.txt").toString();
        assertThat(storage.exists(location)).isFalse();
        storage.write(location, stream -> stream.write("first".getBytes(UTF_8)));
        storage.write("file:" + location, stream -> stream.write("second".getBytes(UTF_8)));
        assertThat(storage.exists(location)).isTrue();
        assertThat(storage.length(location)).isEqualTo(6);
        assertThat(read(location)).isEqualTo("second");
        assertThat(names(directory.resolve("deep/er"))).containsExactly("file.txt");
    }

    @Test
    void aSourceUndoesGzip() throws IOException {
        Path file = directory.resolve("file.csv.gz");
        try (OutputStream stream = new GZIPOutputStream(Files.newOutputStream(file))) {
            stream.write("1,2".getBytes(UTF_8));
        }
        try (InputStream stream = storage.source(file.toString()).contents()) {
            assertThat(new String(stream.readAllBytes(), UTF_8)).isEqualTo("1,2");
        }
    }

    @Test
    void aMissingFileIsBadData() {
        String location = directory.resolve("none.csv").toString();
        UserError error = failure(() -> storage.open(location));
        assertThat(error).hasMessage(location + ": expected a file, found nothing there. Check the path.");
        assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(failure(() -> storage.length(location)).exitCode()).isEqualTo(ExitCode.DATA);
    }

    @Test
    void aDirectoryIsNotAFile() {
        assertThat(failure(() -> storage.open(directory.toString())))
                .hasMessage(directory + ": expected a file, found a directory. Name a file in it.");
    }

    @Test
    void aFailedWriteKeepsTheOldContentAndLeavesNothingBehind() throws IOException {
        String location = directory.resolve("model.json").toString();
        storage.write(location, stream -> stream.write("good".getBytes(UTF_8)));
        UserError error = failure(() -> storage.write(location, stream -> {
            stream.write("half".getBytes(UTF_8));
            throw new IOException("No space left on device");
        }));
        assertThat(error)
                .hasMessage(
                        location + ": expected a place that can be written, found No space left on device. Free some"
                                + " space; what was written before is kept, and the same command goes on from there.");
        assertThat(error.exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(read(location)).isEqualTo("good");
        assertThat(names(directory)).containsExactly("model.json");
    }

    @Test
    void aDirectoryIsReplacedAsAWhole() throws IOException {
        String location = directory.resolve("model").toString();
        storage.writeDirectory(location, Map.of("a", text("1"), "b", text("2")));
        storage.writeDirectory(location, Map.of("a", text("3"), "c", text("4")));
        assertThat(names(directory)).containsExactly("model");
        assertThat(names(directory.resolve("model"))).containsExactlyInAnyOrder("a", "c");
        assertThat(read(location + "/a")).isEqualTo("3");
    }

    @Test
    void aDirectoryThatCannotBeWrittenInFullLeavesTheOneBefore() throws IOException {
        String location = directory.resolve("model").toString();
        storage.writeDirectory(location, Map.of("a", text("1")));
        UserError error = failure(() -> storage.writeDirectory(location, Map.of("a", stream -> {
            throw new IOException("No space left on device");
        })));
        assertThat(error.exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(read(location + "/a")).isEqualTo("1");
        assertThat(names(directory)).containsExactly("model");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsAStorageFailure() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        UserError error = failure(() -> storage.write(file + "/below.json", stream -> stream.write(1)));
        assertThat(error.exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(error.where()).isEqualTo(file + "/below.json");
    }

    @Test
    void aSchemeThatHadoopDoesNotKnowIsWrongUsage() {
        UserError error = failure(() -> storage.exists("s4://bucket/data.csv"));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error.found()).isEqualTo("No FileSystem for scheme \"s4\"");
    }

    @Test
    void aSchemeWithoutItsJarIsWrongUsage() {
        UserError error = failure(() -> storage.exists("s3a://bucket/data.csv"));
        assertThat(error.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(error)
                .hasMessage(
                        "s3a://bucket/data.csv: expected a path on a file system that Hadoop knows, found no jar with s3a"
                                + " in it. Correct the scheme, or add the file system's jar: -- --packages …");
    }

    @Test
    void aHostThatIsNotKnownIsAStorageFailure() {
        UserError error = failure(() -> storage.exists("hdfs://no-such-host.invalid:9000/data.csv"));
        assertThat(error.exitCode()).isEqualTo(ExitCode.CLUSTER);
        assertThat(error.where()).isEqualTo("hdfs://no-such-host.invalid:9000/data.csv");
        assertThat(error.found()).contains("no-such-host.invalid");
    }

    private static Storage.Content text(String text) {
        return stream -> stream.write(text.getBytes(UTF_8));
    }

    private String read(String location) throws IOException {
        try (InputStream stream = storage.open(location)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static UserError failure(ThrowingCallable action) {
        return catchThrowableOfType(UserError.class, action);
    }
}
