package org.turnpike.spark.reproduce.picture;

/** Directions as arrows of one length; fields of very different speeds would else be seen at a few points only. */
final class Arrows {
    private static final double LENGTH = 9;
    private static final double HEAD = 3;

    private Arrows() {}

    static String svg(Panel.Place place, double[][] from, double[][] vectors, String colour) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < from.length; i++) {
            // in pixels, where up is less
            double x = vectors[i][0]
                    * place.width()
                    / (place.xAxis().high() - place.xAxis().low());
            double y = -vectors[i][1]
                    * place.height()
                    / (place.yAxis().high() - place.yAxis().low());
            double norm = Math.hypot(x, y);
            if (!(norm > 0) || !Double.isFinite(norm)) {
                continue;
            }
            x /= norm;
            y /= norm;
            double tipX = place.x(from[i][0]) + x * LENGTH / 2;
            double tipY = place.y(from[i][1]) + y * LENGTH / 2;
            path.append('M').append(point(tipX - x * LENGTH, tipY - y * LENGTH));
            path.append('L').append(point(tipX, tipY));
            path.append('M').append(point(tipX - HEAD * (x + y), tipY - HEAD * (y - x)));
            path.append('L').append(point(tipX, tipY));
            path.append('L').append(point(tipX - HEAD * (x - y), tipY - HEAD * (y + x)));
        }
        return "<path fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"0.8\" d=\"" + path + "\"/>\n";
    }

    private static String point(double x, double y) {
        return Svg.number(x) + " " + Svg.number(y);
    }
}
