package org.turnpike.spark.reproduce.picture;

import java.util.ArrayList;
import java.util.List;
import org.turnpike.spark.report.figure.Extent;

/** A plane with marks on it, drawn in the order in which they were added. Points are {@code {x, y}} in the axes' units. */
public final class Panel {
    /** Fewer are seen as bands, more make the file longer and nothing clearer. */
    private static final int LEVELS = 24;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final Proportions proportions;
    private final List<Mark> marks = new ArrayList<>();
    private final List<String[]> legend = new ArrayList<>();

    /** Whether a unit is as long across as it is up. */
    private enum Proportions {
        TRUE,
        FREE
    }

    /** Something drawn on the plane. */
    @FunctionalInterface
    interface Mark {
        void draw(Svg svg, Place place);
    }

    private Panel(String title, Axis x, Axis y, Proportions proportions) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.proportions = proportions;
    }

    /** A chart: axes of any two things. */
    public static Panel chart(String title, Axis x, Axis y) {
        return new Panel(title, x, y, Proportions.FREE);
    }

    /** A part of a plane, with a unit as long across as it is up. */
    public static Panel plane(String title, String x, String y, Extent extent) {
        return new Panel(
                title,
                Axis.linear(x, extent.left(), extent.right()),
                Axis.linear(y, extent.bottom(), extent.top()),
                Proportions.TRUE);
    }

    /** A line through points; those that are not finite are left out. */
    public Panel line(double[][] points, String colour, double width, double opacity) {
        marks.add((svg, place) -> svg.element(
                "polyline",
                "fill=\"none\" stroke=\"" + colour + "\" stroke-width=\"" + Svg.number(width) + "\" stroke-opacity=\""
                        + opacity + "\" points=\"" + place.list(points) + "\""));
        return this;
    }

    /** Dots of a radius in pixels. */
    public Panel dots(double[][] points, String colour, double radius) {
        marks.add((svg, place) -> {
            StringBuilder circles = new StringBuilder("<g fill=\"" + colour + "\">\n");
            for (double[] point : points) {
                if (Double.isFinite(point[0]) && Double.isFinite(point[1])) {
                    circles.append("<circle cx=\"" + Svg.number(place.x(point[0])) + "\" cy=\""
                            + Svg.number(place.y(point[1])) + "\" r=\"" + Svg.number(radius) + "\"/>");
                }
            }
            svg.raw(circles.append("\n</g>\n").toString());
        });
        return this;
    }

    /** Arrows that show directions, all of the same length in pixels. */
    public Panel arrows(double[][] from, double[][] vectors, String colour) {
        marks.add((svg, place) -> svg.raw(Arrows.svg(place, from, vectors, colour)));
        return this;
    }

    /**
     * Values of the whole plane as colours, from the lowest to the highest.
     *
     * @param values row by row from the top left, as {@link Extent#grid} lays points
     */
    public Panel landscape(double[] values, int across) {
        marks.add((svg, place) -> svg.raw(Landscape.svg(place, values, across, LEVELS)));
        return this;
    }

    /** A name for a colour. */
    public Panel named(String name, String colour) {
        legend.add(new String[] {name, colour});
        return this;
    }

    boolean hasTrueProportions() {
        return proportions == Proportions.TRUE;
    }

    /** Height over width of the plane in its own units. */
    double aspect() {
        return (y.high() - y.low()) / (x.high() - x.low());
    }

    void draw(Svg svg, Place place, String id) {
        svg.raw("<clipPath id=\"" + id + "\"><rect " + place.rectangle() + "/></clipPath>\n");
        svg.raw("<g clip-path=\"url(#" + id + ")\">\n");
        marks.forEach(mark -> mark.draw(svg, place));
        svg.raw("</g>\n");
        svg.element("rect", place.rectangle() + " fill=\"none\" stroke=\"" + Colours.INK + "\"");
        svg.words(place.left() + place.width() / 2, place.top() - 8, "middle", 13, title);
        for (double tick : x.ticks()) {
            double at = place.x(tick);
            svg.element(
                    "path",
                    "d=\"M" + Svg.number(at) + " " + Svg.number(place.bottom()) + "v4\" stroke=\"" + Colours.INK
                            + "\"");
            svg.words(at, place.bottom() + 16, "middle", 11, x.label(tick));
        }
        for (double tick : y.ticks()) {
            double at = place.y(tick);
            svg.element(
                    "path",
                    "d=\"M" + Svg.number(place.left()) + " " + Svg.number(at) + "h-4\" stroke=\"" + Colours.INK + "\"");
            svg.words(place.left() - 7, at + 4, "end", 11, y.label(tick));
        }
        svg.words(place.left() + place.width() / 2, place.bottom() + 32, "middle", 12, x.name());
        svg.upwards(place.left() - 42, place.top() + place.height() / 2, 12, y.name());
        for (int i = 0; i < legend.size(); i++) {
            double line = place.top() + 16 + 15 * i;
            double end = place.left() + place.width() - 8;
            svg.element(
                    "circle",
                    "cx=\"" + Svg.number(end) + "\" cy=\"" + Svg.number(line - 4) + "\" r=\"4\" fill=\""
                            + legend.get(i)[1] + "\"");
            svg.words(end - 8, line, "end", 11, legend.get(i)[0]);
        }
    }

    /** Where the plane lies in the picture, in pixels. */
    record Place(Axis xAxis, Axis yAxis, double left, double top, double width, double height) {

        double x(double value) {
            return left + width * xAxis.share(value);
        }

        double y(double value) {
            return top + height * (1 - yAxis.share(value));
        }

        double bottom() {
            return top + height;
        }

        String rectangle() {
            return "x=\"" + Svg.number(left) + "\" y=\"" + Svg.number(top) + "\" width=\"" + Svg.number(width)
                    + "\" height=\"" + Svg.number(height) + "\"";
        }

        private String list(double[][] points) {
            StringBuilder list = new StringBuilder();
            for (double[] point : points) {
                if (Double.isFinite(point[0]) && Double.isFinite(point[1])) {
                    list.append(Svg.number(x(point[0])))
                            .append(',')
                            .append(Svg.number(y(point[1])))
                            .append(' ');
                }
            }
            return list.toString().strip();
        }
    }

    Place place(double left, double top, double width, double height) {
        return new Place(x, y, left, top, width, height);
    }
}
