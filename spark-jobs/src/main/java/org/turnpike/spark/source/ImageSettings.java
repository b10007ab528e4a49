package org.turnpike.spark.source;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalInt;
import org.turnpike.data.image.Image;

/**
 * As which images are taken that lie in files of their own.
 *
 * @param size to which they are scaled; empty as they are, which must then be the same for all
 * @param channels 1 for grey, 3 for colour; empty as they are, likewise
 */
public record ImageSettings(Optional<Size> size, OptionalInt channels) {

    /** Rows and columns. */
    public record Size(int height, int width) implements Serializable {}

    /** As they are. */
    public static ImageSettings asStored() {
        return new ImageSettings(Optional.empty(), OptionalInt.empty());
    }

    /** The image in the size and the colours that are asked for. */
    public Image applied(Image stored) {
        Image coloured = channels.isPresent() ? stored.withChannels(channels.getAsInt()) : stored;
        return size.map(asked -> coloured.resized(asked.height(), asked.width()))
                .orElse(coloured);
    }
}
