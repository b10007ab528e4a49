package org.turnpike.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ByteSourceTest {
    private static final byte[] CONTENTS = {1, 2, 3};

    @Test
    void decompressesByContentAndNotByName() throws IOException {
        assertThat(read(Memory.file("a.gz", CONTENTS))).isEqualTo(CONTENTS);
        assertThat(read(Memory.file("a", Memory.gzip(CONTENTS)))).isEqualTo(CONTENTS);
        assertThat(read(Memory.file("a", new byte[0]))).isEmpty();
        assertThat(read(Memory.file("a", new byte[] {0x1f}))).containsExactly(0x1f);
    }

    @Test
    void readsFiles(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a.bin"), CONTENTS);
        assertThat(read(ByteSource.of(file))).isEqualTo(CONTENTS);
    }

    @Test
    void aMissingFileIsAFaultOfTheData(@TempDir Path folder) {
        Path missing = folder.resolve("none.csv");
        assertThatThrownBy(() -> read(ByteSource.of(missing)))
                .isInstanceOf(DataError.class)
                .hasMessage(missing + ": expected a readable file, found none. Check the path and its permissions.");
        ByteSource remote = ByteSource.of("remote", () -> {
            throw new FileNotFoundException("remote");
        });
        assertThatThrownBy(() -> read(remote)).isInstanceOf(DataError.class);
    }

    @Test
    void aBrokenGzipHeaderIsAFaultOfTheDataAndALostDiskIsNot() {
        byte[] broken = Memory.gzip(CONTENTS);
        broken[2] = 77;
        assertThatThrownBy(() -> read(Memory.file("a.gz", broken)))
                .isInstanceOf(DataError.class)
                .hasMessage("a.gz: expected an intact gzip file, found 'Unsupported compression method'. "
                        + "Fetch or write the file again.");
        assertThatThrownBy(() -> read(Memory.file("a.gz", Arrays.copyOf(broken, 2))))
                .hasMessageStartingWith("a.gz: expected an intact gzip file, found its end.");
        ByteSource lost = ByteSource.of("lost", () -> {
            throw new IOException("disk lost");
        });
        assertThatThrownBy(() -> read(lost))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("disk lost");
    }

    private static byte[] read(ByteSource source) throws IOException {
        try (InputStream stream = source.contents()) {
            return stream.readAllBytes();
        }
    }
}
