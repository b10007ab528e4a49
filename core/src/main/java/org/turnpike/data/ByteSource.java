package org.turnpike.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A named file that can be opened, whatever file system it lies on. */
public interface ByteSource {
    /** What messages call this file: its path as the user wrote it. */
    String name();

    /** A new stream of the stored bytes; the caller closes it. */
    InputStream open() throws IOException;

    /**
     * A new buffered stream of the contents, decompressed where the file starts with gzip's magic number, whatever its
     * name says; the caller closes it.
     *
     * @throws DataError where there is no such file, or its gzip header is broken
     */
    default InputStream contents() throws IOException {
        InputStream stored;
        try {
            stored = new BufferedInputStream(open(), 1 << 16);
        } catch (FileNotFoundException | NoSuchFileException missing) {
            throw new DataError(name(), "a readable file", "none", "Check the path and its permissions.");
        }
        try {
            stored.mark(2);
            boolean gzip = stored.read() == 0x1f && stored.read() == 0x8b;
            stored.reset();
            return gzip ? new GZIPInputStream(stored, 1 << 16) : stored;
        } catch (ZipException | EOFException broken) {
            stored.close();
            throw damaged(broken);
        } catch (IOException unreadable) {
            stored.close();
            throw unreadable;
        }
    }

    /** The error for compressed contents that turned out broken or cut off, at their start or while they were read. */
    default DataError damaged(IOException broken) {
        String found = broken.getMessage() == null ? "its end" : DataError.quoted(broken.getMessage());
        return new DataError(name(), "an intact gzip file", found, "Fetch or write the file again.");
    }

    static ByteSource of(Path path) {
        return of(path.toString(), () -> Files.newInputStream(path));
    }

    static ByteSource of(String name, Opening opening) {
        return new ByteSource() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public InputStream open() throws IOException {
                return opening.open();
            }
        };
    }

    /** How the bytes are come by: {@code () -> fileSystem.open(path)}. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }
}
