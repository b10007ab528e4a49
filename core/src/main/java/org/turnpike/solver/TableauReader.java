package org.turnpike.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads a Butcher tableau as it is drawn in books:
 *
 * <pre>
 *   c₂ | a₂₁
 *   …
 *   b     | weights of the next state
 *   b*    | weights of the embedded method (or b-b*, the difference)
 * </pre>
 *
 * Numbers are integers, decimals or fractions such as {@code -19372/6561}.
 */
final class TableauReader {

    private static final double[] NONE = {};

    private final List<Double> nodes = new ArrayList<>();
    private final List<double[]> rows = new ArrayList<>();
    private double[] weights = NONE;
    private double[] error = NONE;

    private TableauReader() {}

    static Tableau read(String name, int order, String citation, String drawing, String interpolant) {
        TableauReader reader = new TableauReader();
        drawing.lines().filter(line -> line.contains("|")).forEach(reader::line);
        return new Tableau(
                name,
                order,
                citation,
                reader.nodes.stream().mapToDouble(Double::doubleValue).toArray(),
                reader.rows.toArray(double[][]::new),
                reader.weights,
                reader.error,
                interpolant.lines().map(TableauReader::numbers).toArray(double[][]::new));
    }

    private void line(String line) {
        int bar = line.indexOf('|');
        String label = line.substring(0, bar).strip().toLowerCase(Locale.ROOT);
        double[] numbers = numbers(line.substring(bar + 1));
        switch (label) {
            case "b" -> weights = numbers;
            case "b-b*" -> error = numbers;
            case "b*" -> {
                error = weights.clone();
                Arrays.setAll(error, i -> weights[i] - numbers[i]);
            }
            default -> {
                nodes.add(number(label));
                rows.add(numbers);
            }
        }
    }

    private static double[] numbers(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .mapToDouble(TableauReader::number)
                .toArray();
    }

    private static double number(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Double.parseDouble(text);
        }
        return Double.parseDouble(text.substring(0, slash)) / Double.parseDouble(text.substring(slash + 1));
    }
}
