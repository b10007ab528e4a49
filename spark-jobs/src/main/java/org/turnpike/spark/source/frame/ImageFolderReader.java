package org.turnpike.spark.source.frame;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.turnpike.data.DataError;
import org.turnpike.data.csv.CsvFormat;
import org.turnpike.data.image.ImageFile;
import org.turnpike.data.image.ImageShape;
import org.turnpike.data.image.PixelNames;
import org.turnpike.spark.source.ImageSettings;
import org.turnpike.spark.source.Source;

/**
 * Opens a folder that has a folder for each class, with the class's images in it; or the images that a pattern matches, each
 * in the folder of its class; or images of no class, in one folder. Spark's binary files are the rows.
 */
final class ImageFolderReader {
    /** The column with a file's bytes. */
    static final String CONTENT = "content";

    /** Images whose shape is asked for until one of them can be decoded. */
    private static final int FIRST_FILES = 100;

    /** Spark counts each file as 4 MiB, which makes a task of a few dozen thumbnails. */
    private static final long BYTES_OF_A_TASK = 16L << 20;

    private static final int TASKS_OF_A_CORE = 4;

    private final SparkSession spark;
    private final Source.Spread source;
    private final LabelRule labels;

    ImageFolderReader(SparkSession spark, Source.Spread source, LabelRule labels) {
        this.spark = spark;
        this.source = source;
        this.labels = labels;
    }

    /** @throws DataError where the folder has no classes, or a class no image */
    Frame open() throws IOException {
        if (labels.hasLabels()) {
            requireClasses();
        }
        Dataset<Row> files = spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", true)
                .load(source.location())
                .select(functions.col(CONTENT), functions.col("path").as(Frame.FILE));
        int cores = spark.sparkContext().defaultParallelism();
        long tasks = Math.max((long) TASKS_OF_A_CORE * cores, source.bytes() / BYTES_OF_A_TASK);
        return new Frame(source.text(), files.coalesce((int) Math.min(tasks, 1 << 16)), List.of(CONTENT));
    }

    /**
     * The shape of all images: that of a model's, where there is one, or that of the first image.
     *
     * @param features of the model; none for images to learn from
     * @param invalidRows whether an image that cannot be decoded may be passed over
     */
    ImageShape shape(Frame frame, List<String> features, ImageSettings settings, CsvFormat.InvalidRows invalidRows)
            throws IOException {
        if (!features.isEmpty()) {
            return PixelNames.shape(features)
                    .orElseThrow(() -> new DataError(
                            source.text(),
                            "rows with the model's " + features.size() + " inputs, the first of them "
                                    + features.get(0),
                            "images",
                            "Name data of the kind that the model was trained on."));
        }
        DataError fault = null;
        for (String file : first(frame)) {
            try {
                return settings.applied(ImageFile.decode(bytes(file), file)).shape();
            } catch (DataError broken) {
                fault = fault == null ? broken : fault;
                if (invalidRows == CsvFormat.InvalidRows.ERROR) {
                    throw broken;
                }
            }
        }
        throw fault != null ? fault : new DataError(source.text(), "images", "none", "Check what wrote the folder.");
    }

    /** How many files there are. */
    long count(Frame frame) {
        return frame.rows().select(Frame.FILE).count();
    }

    private static List<String> first(Frame frame) {
        return frame.rows()
                .select(Frame.FILE)
                .orderBy(Frame.FILE)
                .limit(FIRST_FILES)
                .as(Encoders.STRING())
                .collectAsList();
    }

    private byte[] bytes(String file) throws IOException {
        Path path = new Path(file);
        try (InputStream stream = files(path).open(path)) {
            return stream.readAllBytes();
        }
    }

    private FileSystem files(Path path) throws IOException {
        return path.getFileSystem(spark.sessionState().newHadoopConf());
    }

    private void requireClasses() throws IOException {
        Path root = new Path(source.location());
        FileSystem files = files(root);
        // of a pattern each file says its own class
        if (!files.exists(root) || !files.getFileStatus(root).isDirectory()) {
            return;
        }
        List<FileStatus> classes = new ArrayList<>();
        for (FileStatus inside : visible(files, root)) {
            if (!inside.isDirectory()) {
                throw new DataError(
                        source.text(),
                        "a folder for each class, with its images in it",
                        "a file beside the folders: "
                                + DataError.quoted(inside.getPath().getName()),
                        "Put each image into the folder of its class, or name the images by a pattern.");
            }
            classes.add(inside);
        }
        for (FileStatus folder : classes) {
            FileStatus[] images = visible(files, folder.getPath());
            if (images.length == 0) {
                throw new DataError(
                        source.text() + ", folder "
                                + DataError.quoted(folder.getPath().getName()),
                        "at least one image of the class",
                        "none",
                        "Remove the folder, or put its images there.");
            }
            if (images[0].isDirectory()) {
                throw new DataError(
                        source.text(),
                        "a folder for each class, with its images in it",
                        "a folder in a folder: "
                                + DataError.quoted(folder.getPath().getName() + "/"
                                        + images[0].getPath().getName()),
                        "Name the folder that has the classes, "
                                + DataError.quoted(
                                        source.text() + "/" + folder.getPath().getName()) + " for instance.");
            }
        }
    }

    /** Sorted by name; without what Spark passes over. */
    private static FileStatus[] visible(FileSystem files, Path folder) throws IOException {
        FileStatus[] found = files.listStatus(
                folder,
                path -> !path.getName().startsWith(".") && !path.getName().startsWith("_"));
        Arrays.sort(found);
        return found;
    }
}
