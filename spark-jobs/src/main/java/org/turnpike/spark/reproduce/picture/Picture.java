package org.turnpike.spark.reproduce.picture;

import java.util.ArrayList;
import java.util.List;

/** Panels side by side, row after row. */
public final class Picture {
    private static final double WIDTH = 250;
    private static final double CHART_HEIGHT = 200;
    private static final double LEFT = 56;
    private static final double RIGHT = 14;
    private static final double TOP = 28;
    private static final double BOTTOM = 42;

    private final int columns;
    private final List<Panel> panels = new ArrayList<>();

    /** @param columns panels in a row */
    public Picture(int columns) {
        if (columns < 1) {
            throw new IllegalArgumentException("A picture needs at least 1 column, found " + columns);
        }
        this.columns = columns;
    }

    public Picture add(Panel panel) {
        panels.add(panel);
        return this;
    }

    /** The content of a file. */
    public String svg() {
        Svg body = new Svg();
        double y = 0;
        for (int first = 0; first < panels.size(); first += columns) {
            List<Panel> row = panels.subList(first, Math.min(first + columns, panels.size()));
            double height = row.stream().mapToDouble(Picture::height).max().orElse(0);
            for (int i = 0; i < row.size(); i++) {
                Panel panel = row.get(i);
                double left = i * (LEFT + WIDTH + RIGHT) + LEFT;
                panel.draw(body, panel.place(left, y + TOP, WIDTH, height(panel)), "panel-" + (first + i));
            }
            y += TOP + height + BOTTOM;
        }
        double width = Math.min(columns, panels.size()) * (LEFT + WIDTH + RIGHT);
        String size = Svg.number(width) + " " + Svg.number(y);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + "\" width=\"" + Svg.number(width)
                + "\" height=\"" + Svg.number(y) + "\" font-family=\"sans-serif\" fill=\"" + Colours.INK + "\">\n"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n" + body.text() + "</svg>\n";
    }

    private static double height(Panel panel) {
        return panel.hasTrueProportions() ? Math.min(2.2, panel.aspect()) * WIDTH : CHART_HEIGHT;
    }
}
