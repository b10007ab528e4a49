package org.turnpike.spark.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local file system under the scheme {@code full}, with so much room and no more. */
public final class FullFileSystem extends RawLocalFileSystem {
    private static final AtomicLong ROOM = new AtomicLong();

    /** How many bytes may still be written. */
    public static void leave(long bytes) {
        ROOM.set(bytes);
    }

    @Override
    public URI getUri() {
        return URI.create("full:///");
    }

    @Override
    public String getScheme() {
        return "full";
    }

    @Override
    public FSDataOutputStream create(Path path, boolean overwrite) throws IOException {
        return new FSDataOutputStream(new Limited(super.create(path, overwrite)), null);
    }

    /** What Hadoop's own local file system throws, to which nobody but itself can give a cause. */
    private static FSError full() {
        try {
            Constructor<FSError> constructor = FSError.class.getDeclaredConstructor(Throwable.class);
            constructor.setAccessible(true);
            return constructor.newInstance(new IOException("No space left on device"));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Limited extends OutputStream {
        private final OutputStream stream;

        Limited(OutputStream stream) {
            this.stream = stream;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (ROOM.addAndGet(-length) < 0) {
                throw full();
            }
            stream.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
