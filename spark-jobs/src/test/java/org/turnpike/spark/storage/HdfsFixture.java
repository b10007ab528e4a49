package org.turnpike.spark.storage;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS, of one name node and one data node, in the tests' own JVM. It starts in some seconds: one for a test class.
 * Executors in other processes reach it by {@link #place}, whose URI has host and port.
 */
public final class HdfsFixture implements AutoCloseable {
    private final MiniDFSCluster cluster;

    private HdfsFixture(MiniDFSCluster cluster) {
        this.cluster = cluster;
    }

    /** @param directory for its blocks and its image, on this machine; emptied first */
    public static HdfsFixture start(Path directory) throws IOException {
        Configuration configuration = new Configuration();
        configuration.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR, directory.toAbsolutePath().toString());
        // no file of a test is larger, and a directory of blocks need not be laid out for millions of them
        configuration.setInt("dfs.blocksize", 1 << 20);
        configuration.setInt("dfs.namenode.fs-limits.min-block-size", 1 << 10);
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
        cluster.waitClusterUp();
        return new HdfsFixture(cluster);
    }

    /** The whole URI of a path in it, which begins with a slash. */
    public String place(String path) {
        return cluster.getURI() + path;
    }

    public FileSystem files() throws IOException {
        return cluster.getFileSystem();
    }

    @Override
    public void close() {
        cluster.shutdown(true);
    }
}
