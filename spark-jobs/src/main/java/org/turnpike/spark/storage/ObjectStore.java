package org.turnpike.spark.storage;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * Writing where a rename is none: S3 and its like. There {@code rename} copies, file by file, and a process that dies in between
 * leaves half of it; but an object takes its content in one step, when its stream is closed.
 */
final class ObjectStore {

    /** Stores whose connectors do not tell. */
    private static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n", "gs", "oss", "cosn", "obs", "wasb", "wasbs");

    private ObjectStore() {}

    /** Whether the path is in an object store: it is known as one, or what is written there can be called off until it is closed. */
    static boolean holds(FileSystem files, Path path) throws IOException {
        return SCHEMES.contains(files.getUri().getScheme())
                || files.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM);
    }

    static void write(FileSystem files, Path path, Storage.Content content) throws IOException {
        FSDataOutputStream stream = files.create(path, true);
        try {
            content.writeTo(stream);
        } catch (IOException | RuntimeException | Error e) {
            // closing would put half of the content in the place of the old: a stream that cannot be called off is left
            // open
            if (stream.hasCapability(CommonPathCapabilities.ABORTABLE_STREAM)) {
                stream.abort();
                stream.close();
            }
            throw e;
        }
        stream.close();
    }

    static void writeDirectory(FileSystem files, Path path, Path former, Map<String, Storage.Content> contents)
            throws IOException {
        String last = List.copyOf(contents.keySet()).get(contents.size() - 1);
        // a former directory that is whole is there because this was begun before and not ended: path is then not to be
        // trusted
        if (!files.exists(new Path(former, last)) && files.exists(new Path(path, last))) {
            files.delete(former, true);
            copy(files, path, former, last);
        }
        for (Map.Entry<String, Storage.Content> file : contents.entrySet()) {
            write(files, new Path(path, file.getKey()), file.getValue());
        }
        for (FileStatus file : files.listStatus(path)) {
            if (!contents.containsKey(file.getPath().getName())) {
                files.delete(file.getPath(), true);
            }
        }
        files.delete(former, true);
    }

    /** The file {@code last} comes last, so that a copy with it is a whole one. */
    private static void copy(FileSystem files, Path from, Path to, String last) throws IOException {
        for (FileStatus file : files.listStatus(from)) {
            if (!file.getPath().getName().equals(last)) {
                copyFile(files, file.getPath(), to);
            }
        }
        copyFile(files, new Path(from, last), to);
    }

    private static void copyFile(FileSystem files, Path file, Path to) throws IOException {
        if (!FileUtil.copy(files, file, files, new Path(to, file.getName()), false, files.getConf())) {
            throw new IOException(file + " could not be copied to " + to);
        }
    }
}
