package org.turnpike.spark.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.turnpike.data.ByteSource;
import org.turnpike.spark.failure.UserError;

/**
 * Files at any Hadoop path. A path without a scheme is on Hadoop's default file system, as everywhere in Spark.
 *
 * <p>What cannot be read is bad data (exit code 3); what cannot be written, or a file system that does not answer, is a
 * storage failure (exit code 5), worth a retry; a path that names no file system is wrong usage (exit code 2).
 */
public final class Storage {
    private static final String TEMPORARY = ".tmp";

    /** Of a directory's files, of which only the first and the size matter. */
    private static final int MOST_FILES = 10_000;

    private final Configuration hadoop;

    public Storage(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /**
     * The stored bytes of a file; the caller closes the stream.
     *
     * @throws UserError if it is missing, a directory or unreadable
     */
    public InputStream open(String location) {
        Path path = path(location);
        try {
            FileSystem files = files(path);
            if (files.getFileStatus(path).isDirectory()) {
                throw StorageErrors.directory(location);
            }
            return files.open(path);
        } catch (IOException e) {
            throw StorageErrors.reading(location, e);
        }
    }

    /** The file for the readers of {@code org.turnpike.data}, which undo gzip themselves. */
    public ByteSource source(String location) {
        return ByteSource.of(location, () -> open(location));
    }

    public boolean exists(String location) {
        Path path = path(location);
        try {
            return files(path).exists(path);
        } catch (IOException e) {
            throw StorageErrors.reading(location, e);
        }
    }

    /** The files of data at a path of a file, of a directory or with wildcards; see {@link StoredFiles}. */
    public StoredFiles dataFiles(String location) {
        Path path = path(location);
        try {
            FileSystem files = files(path);
            FileStatus[] matches = files.globStatus(path);
            boolean pattern =
                    location.chars().anyMatch(character -> "*?[{".indexOf(character) >= 0) && !files.exists(path);
            if (matches == null || matches.length == 0) {
                return new StoredFiles(StoredFiles.Kind.NOTHING, List.of(), 0);
            }
            StoredFiles.Kind kind = pattern
                    ? StoredFiles.Kind.PATTERN
                    : matches[0].isDirectory() ? StoredFiles.Kind.DIRECTORY : StoredFiles.Kind.FILE;
            if (kind == StoredFiles.Kind.FILE) {
                return new StoredFiles(kind, List.of(location), matches[0].getLen());
            }
            List<FileStatus> found = new ArrayList<>();
            for (FileStatus match : matches) {
                collect(files, match, found);
            }
            List<String> names = found.stream()
                    .map(status -> status.getPath().toString())
                    .sorted()
                    .toList();
            return new StoredFiles(
                    kind, names, found.stream().mapToLong(FileStatus::getLen).sum());
        } catch (IOException e) {
            throw StorageErrors.reading(location, e);
        }
    }

    private static void collect(FileSystem files, FileStatus at, List<FileStatus> found) throws IOException {
        if (at.isFile()) {
            found.add(at);
            return;
        }
        for (FileStatus inside : files.listStatus(at.getPath(), name -> !isHidden(name.getName()))) {
            if (found.size() < MOST_FILES) {
                collect(files, inside, found);
            }
        }
    }

    private static boolean isHidden(String name) {
        return (name.startsWith("_") && !name.contains("=")) || name.startsWith(".");
    }

    /** What to throw where reading a file failed while its bytes were fetched. */
    public UserError unreadable(String location, IOException cause) {
        return StorageErrors.reading(location, cause);
    }

    /** The length in bytes, as stored. */
    public long length(String location) {
        Path path = path(location);
        try {
            return files(path).getFileStatus(path).getLen();
        } catch (IOException e) {
            throw StorageErrors.reading(location, e);
        }
    }

    /** Names of what lies in a directory, sorted, without temporary files; none where there is no such directory. */
    public List<String> list(String directory) {
        return names(directory).stream().filter(name -> !isTemporary(name)).toList();
    }

    /** Removes a file, or a directory with all that is in it; nothing happens where there is none. */
    public void delete(String location) {
        Path path = path(location);
        try {
            files(path).delete(path, true);
        } catch (IOException | FSError e) {
            throw StorageErrors.writing(location, e);
        }
    }

    /** Removes what processes that were killed while they wrote have left in a directory. Nobody else may be writing there. */
    public void removeTemporaries(String directory) {
        names(directory).stream().filter(Storage::isTemporary).forEach(name -> delete(directory + "/" + name));
    }

    /**
     * Writes a file that is there as a whole or not at all: under a temporary name beside it, then renamed over what was
     * there; in an object store under its own name, which there takes the new content in one step. On a failure the old content
     * stays and the temporary file is removed. Missing directories are made.
     */
    public void write(String location, Content content) {
        Path path = path(location);
        Path temporary = temporary(path);
        FileSystem files = null;
        boolean written = false;
        try {
            files = files(path);
            if (ObjectStore.holds(files, path)) {
                ObjectStore.write(files, path, content);
                written = true;
                return;
            }
            try (OutputStream stream = files.create(temporary, true)) {
                content.writeTo(stream);
            }
            rename(files, temporary, path);
            written = true;
        } catch (IOException | FSError e) {
            throw StorageErrors.writing(location, e);
        } finally {
            if (!written && files != null) {
                remove(files, temporary);
            }
        }
    }

    /**
     * Writes the files of a directory that is there with all of them or not at all: under a temporary name beside it, then
     * renamed in place of what was there, which is removed. Should the process die between the two renames, the former
     * directory is left under the name that {@link #formerly} gives. An object store cannot rename: there the former files are
     * copied to that name first, and stay there until all new ones are in place.
     *
     * @param contents in this order; readers know by the last whether a directory is whole
     */
    public void writeDirectory(String location, Map<String, Content> contents) {
        Path path = path(location);
        Path temporary = temporary(path);
        Path former = path(formerly(location));
        FileSystem files = null;
        boolean written = false;
        try {
            files = files(path);
            if (ObjectStore.holds(files, path)) {
                ObjectStore.writeDirectory(files, path, former, contents);
                written = true;
                return;
            }
            for (Map.Entry<String, Content> file : contents.entrySet()) {
                try (OutputStream stream = files.create(new Path(temporary, file.getKey()), true)) {
                    file.getValue().writeTo(stream);
                }
            }
            if (files.exists(path)) {
                files.delete(former, true);
                renameNew(files, path, former);
            }
            renameNew(files, temporary, path);
            written = true;
            files.delete(former, true);
        } catch (IOException | FSError e) {
            throw StorageErrors.writing(location, e);
        } finally {
            if (!written && files != null) {
                remove(files, temporary);
            }
        }
    }

    /** The name under which {@link #writeDirectory} keeps what was there before, until the new directory is in place. */
    public static String formerly(String location) {
        Path path = path(location);
        return new Path(path.getParent(), "." + path.getName() + ".former").toString();
    }

    private static void renameNew(FileSystem files, Path from, Path to) throws IOException {
        if (!files.rename(from, to)) {
            throw new IOException(from + " could not be renamed to " + to);
        }
    }

    private void rename(FileSystem files, Path temporary, Path path) throws IOException {
        if ("file".equals(files.getUri().getScheme())) {
            // the one scheme on which rename replaces the target in one step
            if (!files.rename(temporary, path)) {
                throw new IOException("the temporary file could not be renamed");
            }
            return;
        }
        try {
            FileContext.getFileContext(path.toUri(), hadoop).rename(temporary, path, Options.Rename.OVERWRITE);
        } catch (UnsupportedFileSystemException e) {
            // a file system without a FileContext cannot replace in one step: the old file goes only once the new one
            // lies beside it in full
            files.delete(path, false);
            if (!files.rename(temporary, path)) {
                throw new IOException("the content is complete, but under the name " + temporary, e);
            }
        }
    }

    private List<String> names(String directory) {
        Path path = path(directory);
        try {
            return Arrays.stream(files(path).listStatus(path))
                    .map(file -> file.getPath().getName())
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw StorageErrors.reading(directory, e);
        }
    }

    private static Path temporary(Path path) {
        return new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + TEMPORARY);
    }

    private static boolean isTemporary(String name) {
        return name.startsWith(".") && name.endsWith(TEMPORARY);
    }

    private static void remove(FileSystem files, Path temporary) {
        try {
            files.delete(temporary, true);
        } catch (IOException ignored) {
            // the failure that led here is the one to report
        }
    }

    /** The local file system without the {@code .crc} file that Hadoop would lay beside each file of a run. */
    private FileSystem files(Path path) throws IOException {
        try {
            FileSystem files = path.getFileSystem(hadoop);
            return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
        } catch (RuntimeException e) {
            // Hadoop wraps a host that is not known, and a scheme whose jar is missing, in these
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            if (e.getCause() instanceof ClassNotFoundException) {
                throw new UnsupportedFileSystemException(
                        "no jar with " + path.toUri().getScheme() + " in it");
            }
            throw e;
        }
    }

    private static Path path(String location) {
        try {
            return new Path(location);
        } catch (IllegalArgumentException e) {
            throw StorageErrors.notAPath(location, e);
        }
    }
}
