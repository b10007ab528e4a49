package org.turnpike.spark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.ExitCode;
import org.turnpike.spark.failure.UserError;

class HdfsStorageTest {
    private static HdfsFixture hdfs;

    private final Storage storage = new Storage(new Configuration());

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        hdfs = HdfsFixture.start(directory);
    }

    @AfterAll
    static void stop() {
        hdfs.close();
    }

    @Test
    void aFileIsReplacedInOneStep() throws IOException {
        String location = hdfs.place("/run/metrics.json");
        storage.write(location, stream -> stream.write("first".getBytes(UTF_8)));
        storage.write(location, stream -> stream.write("second".getBytes(UTF_8)));
        assertThat(read(location)).isEqualTo("second");
        assertThat(hdfs.files().listStatus(new org.apache.hadoop.fs.Path("/run")))
                .hasSize(1);
    }

    @Test
    void aDirectoryIsReplacedAsAWhole() throws IOException {
        String location = hdfs.place("/other/model");
        storage.writeDirectory(location, Map.of("a", stream -> stream.write('1'), "b", stream -> stream.write('2')));
        storage.writeDirectory(location, Map.of("a", stream -> stream.write('3')));
        assertThat(read(location + "/a")).isEqualTo("3");
        assertThat(storage.exists(location + "/b")).isFalse();
        assertThat(storage.exists(Storage.formerly(location))).isFalse();
    }

    @Test
    void whatIsNotThereIsBadData() {
        String location = hdfs.place("/none.csv");
        UserError error = catchThrowableOfType(UserError.class, () -> storage.open(location));
        assertThat(error).hasMessage(location + ": expected a file, found nothing there. Check the path.");
        assertThat(error.exitCode()).isEqualTo(ExitCode.DATA);
    }

    private String read(String location) throws IOException {
        try (InputStream stream = storage.open(location)) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
