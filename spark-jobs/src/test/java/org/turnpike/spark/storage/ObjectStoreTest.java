package org.turnpike.spark.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.turnpike.spark.failure.UserError;

/** Writing where there is no rename. */
class ObjectStoreTest {
    private final Storage storage = new Storage(ObjectStoreFileSystem.configuration());

    @TempDir
    Path directory;

    private Path local;
    private String place;

    @BeforeEach
    void name() {
        local = directory.resolve("model");
        place = "objects://" + local;
    }

    @Test
    void aFileIsReplacedWithoutRename() throws IOException {
        storage.write(place + ".json", text("first"));
        storage.write(place + ".json", text("second"));
        assertThat(Files.readString(directory.resolve("model.json"))).isEqualTo("second");
        assertThat(storage.list("objects://" + directory)).containsExactly("model.json");
    }

    @Test
    void aWriteThatFailsLeavesTheFormerContent() throws IOException {
        storage.write(place + ".json", text("first"));
        assertThatThrownBy(() -> storage.write(place + ".json", half())).isInstanceOf(UserError.class);
        assertThat(Files.readString(directory.resolve("model.json"))).isEqualTo("first");
    }

    @Test
    void aDirectoryIsReplacedFileByFileWithTheFormerOneBesideItUntilTheEnd() throws IOException {
        storage.writeDirectory(place, files("1"));
        assertThatThrownBy(() -> storage.writeDirectory(place, brokenAtTheEnd("2")))
                .isInstanceOf(UserError.class);
        // the first file is new, the last one old: nobody can use them together
        assertThat(Files.readString(local.resolve("weights"))).isEqualTo("2");
        assertThat(Files.readString(local.resolve("description"))).isEqualTo("1");
        Path former = directory.resolve(".model.former");
        assertThat(Files.readString(former.resolve("weights"))).isEqualTo("1");
        assertThat(Files.readString(former.resolve("description"))).isEqualTo("1");

        // what is not to be trusted does not take the place of what is
        assertThatThrownBy(() -> storage.writeDirectory(place, brokenAtTheEnd("3")))
                .isInstanceOf(UserError.class);
        assertThat(Files.readString(former.resolve("weights"))).isEqualTo("1");

        storage.writeDirectory(place, files("4"));
        assertThat(Files.readString(local.resolve("weights"))).isEqualTo("4");
        assertThat(Files.readString(local.resolve("description"))).isEqualTo("4");
        assertThat(former).doesNotExist();
    }

    private static Map<String, Storage.Content> files(String text) {
        Map<String, Storage.Content> files = new LinkedHashMap<>();
        files.put("weights", text(text));
        files.put("description", text(text));
        return files;
    }

    private static Map<String, Storage.Content> brokenAtTheEnd(String text) {
        Map<String, Storage.Content> files = files(text);
        files.put("description", half());
        return files;
    }

    private static Storage.Content text(String text) {
        return stream -> stream.write(text.getBytes(UTF_8));
    }

    private static Storage.Content half() {
        return stream -> {
            stream.write(1);
            throw new IOException("the connection is lost");
        };
    }
}
