package org.turnpike.spark.reproduce.picture;

import java.util.Locale;

/** Writes SVG elements, with coordinates to a tenth of a pixel. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    /** An element without content: {@code <name attributes/>}. */
    Svg element(String name, String attributes) {
        text.append('<').append(name).append(' ').append(attributes).append("/>\n");
        return this;
    }

    /** Words, anchored at {@code start}, {@code middle} or {@code end}. */
    Svg words(double x, double y, String anchor, int size, String words) {
        text.append("<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\" font-size=\""
                        + size + "\">")
                .append(escaped(words))
                .append("</text>\n");
        return this;
    }

    /** As {@link #words}, centred and running upwards. */
    Svg upwards(double x, double y, int size, String words) {
        String place = number(x) + " " + number(y);
        text.append("<text transform=\"translate(" + place + ") rotate(-90)\" text-anchor=\"middle\" font-size=\""
                        + size + "\">")
                .append(escaped(words))
                .append("</text>\n");
        return this;
    }

    Svg raw(String svg) {
        text.append(svg);
        return this;
    }

    String text() {
        return text.toString();
    }

    static String number(double value) {
        String written = String.format(Locale.ROOT, "%.1f", value);
        return written.endsWith(".0") ? written.substring(0, written.length() - 2) : written;
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
