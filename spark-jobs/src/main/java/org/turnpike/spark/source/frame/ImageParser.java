package org.turnpike.spark.source.frame;

import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.turnpike.data.DataError;
import org.turnpike.data.image.Image;
import org.turnpike.data.image.ImageFile;
import org.turnpike.data.image.ImageShape;
import org.turnpike.spark.source.ImageSettings;

/** Decodes image files; a row's class is the folder that its file lies in. */
final class ImageParser implements RowParser {
    private static final long serialVersionUID = 1;

    private final ImageShape shape;
    private final String shapeOf;
    private final int height;
    private final int width;
    private final int channels;
    private final LabelRule labels;
    private final String remedy;

    /**
     * @param shape of every image
     * @param shapeOf whose shape that is, for messages
     */
    ImageParser(ImageShape shape, String shapeOf, ImageSettings settings, LabelRule labels, String remedy) {
        this.shape = shape;
        this.shapeOf = shapeOf;
        // optionals do not travel
        this.height = settings.size().map(ImageSettings.Size::height).orElse(0);
        this.width = settings.size().map(ImageSettings.Size::width).orElse(0);
        this.channels = settings.channels().orElse(0);
        this.labels = labels;
        this.remedy = remedy;
    }

    @Override
    public DataRow parse(Row row) {
        String file = row.getAs(Frame.FILE);
        Image image = settings().applied(ImageFile.decode(row.getAs(ImageFolderReader.CONTENT), file));
        if (!image.shape().equals(shape)) {
            throw new DataError(
                    file,
                    "an image of " + shape + " (channels × rows × columns) as " + shapeOf,
                    image.shape().toString(),
                    "Convert the image, or bring all to one shape with data.images: size = [rows, columns], channels ="
                            + " grey or colour" + remedy);
        }
        String label = labels.hasLabels()
                ? labels.checked(new Path(file).getParent().getName(), file + ", folder", remedy)
                : null;
        return new DataRow(image.numbers(), new float[0], label, 1, false, file, null);
    }

    private ImageSettings settings() {
        return new ImageSettings(
                height == 0 ? Optional.empty() : Optional.of(new ImageSettings.Size(height, width)),
                channels == 0 ? OptionalInt.empty() : OptionalInt.of(channels));
    }
}
