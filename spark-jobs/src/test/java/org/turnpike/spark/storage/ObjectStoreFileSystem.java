package org.turnpike.spark.storage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Abortable;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.StreamCapabilities;

/** The local file system under the scheme {@code objects}, with the manners of S3: no rename, and files that appear when they are closed. */
public final class ObjectStoreFileSystem extends RawLocalFileSystem {

    /** A configuration that knows the scheme. */
    public static Configuration configuration() {
        Configuration configuration = new Configuration();
        configuration.set("fs.objects.impl", ObjectStoreFileSystem.class.getName());
        return configuration;
    }

    @Override
    public URI getUri() {
        return URI.create("objects:///");
    }

    @Override
    public String getScheme() {
        return "objects";
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw new IOException("this store has no rename");
    }

    @Override
    public boolean hasPathCapability(Path path, String capability) throws IOException {
        return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM) || super.hasPathCapability(path, capability);
    }

    @Override
    public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
        return new FSDataOutputStream(new Upload(path), null);
    }

    private final class Upload extends OutputStream implements Abortable, StreamCapabilities {
        private final Path path;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private boolean ended;

        Upload(Path path) {
            this.path = path;
        }

        @Override
        public void write(int value) {
            parts.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            parts.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (!ended) {
                ended = true;
                try (OutputStream file = ObjectStoreFileSystem.super.create(path, true)) {
                    parts.writeTo(file);
                }
            }
        }

        @Override
        public AbortableResult abort() {
            ended = true;
            return new AbortableResult() {
                @Override
                public boolean alreadyClosed() {
                    return false;
                }

                @Override
                public IOException anyCleanupException() {
                    return null;
                }
            };
        }

        @Override
        public boolean hasCapability(String capability) {
            return capability.equals(CommonPathCapabilities.ABORTABLE_STREAM);
        }
    }
}
