package org.turnpike.data.image;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Names of an image's numbers, by which a model knows images of its shape again: {@code r0c0}, {@code r0c1}, … by row and
 * column, of colour images {@code red.r0c0}, …, then {@code green} and {@code blue}.
 */
public final class PixelNames {
    private static final List<String> COLOURS = List.of("red", "green", "blue");
    private static final Pattern NAME = Pattern.compile("(?:(red|green|blue)\\.)?r(\\d{1,6})c(\\d{1,6})");

    private PixelNames() {}

    /** @param shape of one channel or of three */
    public static List<String> of(ImageShape shape) {
        if (shape.channels() != 1 && shape.channels() != COLOURS.size()) {
            throw new IllegalArgumentException("expected one channel or three, found " + shape);
        }
        return IntStream.range(0, shape.size())
                .mapToObj(number -> {
                    int pixel = number % shape.area();
                    String place = "r" + pixel / shape.width() + "c" + pixel % shape.width();
                    return shape.channels() == 1 ? place : COLOURS.get(number / shape.area()) + "." + place;
                })
                .toList();
    }

    /** The shape of images whose numbers have these names, if they are an image's. */
    public static Optional<ImageShape> shape(List<String> names) {
        Matcher last = NAME.matcher(names.isEmpty() ? "" : names.get(names.size() - 1));
        if (!last.matches()) {
            return Optional.empty();
        }
        int channels = last.group(1) == null ? 1 : COLOURS.size();
        long height = Integer.parseInt(last.group(2)) + 1L;
        long width = Integer.parseInt(last.group(3)) + 1L;
        if (channels * height * width != names.size()) {
            return Optional.empty();
        }
        return Optional.of(new ImageShape(channels, (int) height, (int) width))
                .filter(shape -> of(shape).equals(names));
    }
}
