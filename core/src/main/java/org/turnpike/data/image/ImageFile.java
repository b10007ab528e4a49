package org.turnpike.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.turnpike.data.DataError;

/**
 * Decodes JPEG, PNG, GIF and BMP files by Java's own readers. Samples are taken as they are stored, without a change of colour
 * space, and brought to eight bits; a palette's grey or colour counts, not that it is one.
 */
public final class ImageFile {
    private static final String REMEDY = "Write the file again, or leave it out.";
    private static final String FORMATS = "a JPEG, PNG, GIF or BMP image";

    /** More would be no training image but an attack on the memory, or a slip. */
    private static final long MOST_PIXELS = 1L << 26;

    private static final int WHITE = 255;

    /** In warnings of the readers. */
    private static final Pattern BROKEN = Pattern.compile("Truncated|Premature|Corrupt");

    private ImageFile() {}

    /**
     * Decodes a file.
     *
     * @param where the file's place, for messages
     * @throws DataError where it is none of the formats, broken or cut off, transparent, animated, or larger than 2²⁶ pixels
     */
    public static Image decode(byte[] file, String where) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                String found = file.length == 0 ? "an empty file" : file.length + " bytes of another kind";
                throw new DataError(where, FORMATS, found, REMEDY);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream);
                return decode(reader, where);
            } finally {
                reader.dispose();
            }
        } catch (DataError known) {
            throw known;
        } catch (IOException | RuntimeException broken) {
            // readers throw whatever they come across in bytes that make no sense
            String message = broken.getMessage() == null ? "broken contents" : DataError.quoted(broken.getMessage());
            throw new DataError(where, "an intact image", message, REMEDY);
        }
    }

    private static Image decode(ImageReader reader, String where) throws IOException {
        long size = (long) reader.getWidth(0) * reader.getHeight(0);
        if (size > MOST_PIXELS) {
            throw new DataError(
                    where,
                    "an image of at most " + MOST_PIXELS + " pixels",
                    reader.getWidth(0) + "×" + reader.getHeight(0),
                    "Scale it down.");
        }
        if (reader.getFormatName().equalsIgnoreCase("gif") && reader.getNumImages(true) > 1) {
            throw new DataError(where, "one image", "an animation of " + reader.getNumImages(true), REMEDY);
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        // a JPEG that is cut off is filled up with grey, with no more than a warning
        for (String warning : warnings) {
            if (BROKEN.matcher(warning).find()) {
                throw new DataError(where, "an intact image", DataError.quoted(warning), REMEDY);
            }
        }
        return image(image, where);
    }

    private static Image image(BufferedImage decoded, String where) {
        requireOpaque(decoded, where);
        if (decoded.getColorModel() instanceof IndexColorModel palette) {
            return indexed(decoded, palette);
        }
        ColorModel model = decoded.getColorModel();
        int channels = model.getNumColorComponents();
        if (channels != 1 && channels != 3) {
            throw new DataError(
                    where, "an image in grey or in red, green and blue", channels + " channels", "Convert it.");
        }
        ImageShape shape = new ImageShape(channels, decoded.getHeight(), decoded.getWidth());
        byte[] pixels = new byte[shape.size()];
        WritableRaster raster = decoded.getRaster();
        int[] samples = new int[shape.area()];
        for (int channel = 0; channel < channels; channel++) {
            raster.getSamples(0, 0, shape.width(), shape.height(), channel, samples);
            int most = (1 << model.getComponentSize(channel)) - 1;
            for (int pixel = 0; pixel < samples.length; pixel++) {
                pixels[channel * samples.length + pixel] = (byte) (((long) samples[pixel] * WHITE + most / 2) / most);
            }
        }
        return new Image(shape, pixels);
    }

    private static Image indexed(BufferedImage decoded, IndexColorModel palette) {
        boolean grey = true;
        for (int entry = 0; entry < palette.getMapSize(); entry++) {
            grey &= palette.getRed(entry) == palette.getGreen(entry)
                    && palette.getGreen(entry) == palette.getBlue(entry);
        }
        ImageShape shape = new ImageShape(grey ? 1 : 3, decoded.getHeight(), decoded.getWidth());
        byte[] pixels = new byte[shape.size()];
        for (int pixel = 0; pixel < shape.area(); pixel++) {
            int rgb = decoded.getRGB(pixel % shape.width(), pixel / shape.width());
            for (int channel = 0; channel < shape.channels(); channel++) {
                pixels[channel * shape.area() + pixel] = (byte) (rgb >> (16 - 8 * channel));
            }
        }
        return new Image(shape, pixels);
    }

    private static void requireOpaque(BufferedImage image, String where) {
        if (!image.getColorModel().hasAlpha()) {
            return;
        }
        for (int row = 0; row < image.getHeight(); row++) {
            for (int column = 0; column < image.getWidth(); column++) {
                if (image.getRGB(column, row) >>> 24 != WHITE) {
                    throw new DataError(
                            where,
                            "an opaque image",
                            "a transparent pixel in row " + row + ", column " + column,
                            "Lay it over a background.");
                }
            }
        }
    }
}
