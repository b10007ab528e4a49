package org.turnpike.spark.reproduce.picture;

/** Values of a plane as bands of colour: one path for each band, and in each row one rectangle for a run of equal bands. */
final class Landscape {
    private Landscape() {}

    static String svg(Panel.Place place, double[] values, int across, int levels) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int down = values.length / across;
        StringBuilder[] paths = new StringBuilder[levels];
        for (int row = 0; row < down; row++) {
            int column = 0;
            while (column < across) {
                int band = band(values[row * across + column], low, high, levels);
                int end = column + 1;
                while (end < across && band(values[row * across + end], low, high, levels) == band) {
                    end++;
                }
                if (band >= 0) {
                    paths[band] = paths[band] == null ? new StringBuilder() : paths[band];
                    // half a pixel over the edge, so that no seams are seen
                    double left = place.left() + place.width() * column / across;
                    double right = place.left() + place.width() * end / across + 0.5;
                    double top = place.top() + place.height() * row / down;
                    double height = place.height() / down + 0.5;
                    paths[band]
                            .append('M')
                            .append(Svg.number(left))
                            .append(' ')
                            .append(Svg.number(top))
                            .append('H')
                            .append(Svg.number(right))
                            .append('v')
                            .append(Svg.number(height))
                            .append('H')
                            .append(Svg.number(left))
                            .append('z');
                }
                column = end;
            }
        }
        StringBuilder svg = new StringBuilder();
        for (int band = 0; band < levels; band++) {
            if (paths[band] != null) {
                svg.append("<path fill=\"" + Colours.scale((band + 0.5) / levels) + "\" d=\"")
                        .append(paths[band])
                        .append("\"/>\n");
            }
        }
        return svg.toString();
    }

    /** −1 for what is not finite. */
    private static int band(double value, double low, double high, int levels) {
        if (!Double.isFinite(value)) {
            return -1;
        }
        return high > low ? Math.min(levels - 1, (int) (levels * (value - low) / (high - low))) : 0;
    }
}
