package org.turnpike.execution.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.turnpike.program.Opcode;
import org.turnpike.program.Window;

/**
 * Which numbers of an image meet which weights, as the tables of distances that {@link KernelShape.WindowProduct}, {@link
 * KernelShape.WindowSum} and {@link KernelShape.WindowMean} walk along. Taps that lie outside the image are not in them.
 */
final class WindowTable {

    private static final int ROWS = TileLayout.ROWS;

    /**
     * Places of the kernel that are summed up together: four channels of the result and what of four channels of the image
     * they cover, then mostly fit the first cache.
     */
    private static final int PLACES = 12;

    private static final Map<Key, int[]> TABLES = new ConcurrentHashMap<>();

    private WindowTable() {}

    private record Key(Opcode opcode, Window window, int kernels) {}

    /** The table for an operation, the same array each time: all that use it share what of it is in the caches. */
    static int[] of(Opcode opcode, Window window, int kernels) {
        return TABLES.computeIfAbsent(
                new Key(opcode, window, kernels),
                key -> opcode == Opcode.CONVOLUTION_SUM ? sections(window) : results(opcode, window, kernels));
    }

    /** One term of a result: how far it lies from the first number of the operand, and which weight it takes. */
    private record Term(int distance, int weight) {}

    /** A result, and what it sums up. */
    private static final class Result {
        private final int distance;
        private final List<Term> terms = new ArrayList<>();

        Result(int distance) {
            this.distance = distance;
        }
    }

    /**
     * For a convolution, its transpose, or average pooling and its transpose.
     *
     * @param kernels of a convolution; of the transpose the results are summed over them
     * @return for every result of one channel four numbers: its distance from the channel's first result, that of its first
     *     term from the operand's first number, where its terms stand in the table and how many there are; the terms are a
     *     distance, and in convolutions that of the weight. Results with the same terms share them.
     */
    static int[] results(Opcode opcode, Window window, int kernels) {
        boolean forward = opcode == Opcode.CONVOLUTION || opcode == Opcode.AVERAGE_POOL;
        List<Result> results = new ArrayList<>();
        int count = forward ? window.positions() : window.height() * window.width();
        for (int i = 0; i < count; i++) {
            results.add(new Result(i * ROWS));
        }
        switch (opcode) {
            case CONVOLUTION -> forwardTerms(window, window.channels(), results);
            case AVERAGE_POOL -> forwardTerms(window, 1, results);
            case CONVOLUTION_TRANSPOSED -> transposedTerms(window, kernels, results);
            case AVERAGE_POOL_TRANSPOSED -> transposedTerms(window, 1, results);
            default -> throw new IllegalArgumentException(opcode + " has no window");
        }
        return table(results, opcode == Opcode.CONVOLUTION || opcode == Opcode.CONVOLUTION_TRANSPOSED);
    }

    private static void forwardTerms(Window window, int channels, List<Result> results) {
        int area = window.height() * window.width();
        for (int channel = 0; channel < channels; channel++) {
            int first = channel;
            window.pairs((position, tap, pixel) -> results.get(position)
                    .terms
                    .add(new Term((first * area + pixel) * ROWS, first * window.taps() + tap)));
        }
    }

    private static void transposedTerms(Window window, int kernels, List<Result> results) {
        for (int kernel = 0; kernel < kernels; kernel++) {
            int first = kernel;
            window.pairs((position, tap, pixel) -> results.get(pixel)
                    .terms
                    .add(new Term((first * window.positions() + position) * ROWS, first * window.fanIn() + tap)));
        }
    }

    /**
     * For the sum over the batch.
     *
     * @return three times the number of sections; for each section the tap, where its pairs stand in the table and how many
     *     there are; a pair is the distance of a number from its channel's first one, in the result and in the image. All taps
     *     of a few places come before those of the next places
     */
    static int[] sections(Window window) {
        int parts = (window.positions() + PLACES - 1) / PLACES;
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < parts * window.taps(); i++) {
            pairs.add(new ArrayList<>());
        }
        window.pairs((position, tap, pixel) -> {
            int part = (int) ((long) position * parts / window.positions());
            List<Integer> section = pairs.get(part * window.taps() + tap);
            section.add(position * ROWS);
            section.add(pixel * ROWS);
        });
        List<Integer> table = new ArrayList<>();
        table.add(3 * pairs.size());
        int start = 1 + 3 * pairs.size();
        for (int i = 0; i < pairs.size(); i++) {
            table.add(i % window.taps());
            table.add(start);
            table.add(pairs.get(i).size() / 2);
            start += pairs.get(i).size();
        }
        pairs.forEach(table::addAll);
        return table.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] table(List<Result> results, boolean weighted) {
        Map<List<Term>, List<Result>> alike = new LinkedHashMap<>();
        for (Result result : results) {
            int first = first(result);
            List<Term> relative = result.terms.stream()
                    .map(term -> new Term(term.distance() - first, term.weight()))
                    .toList();
            alike.computeIfAbsent(relative, terms -> new ArrayList<>()).add(result);
        }
        Map<List<Term>, Integer> starts = new HashMap<>();
        int length = 4 * results.size();
        for (List<Term> terms : alike.keySet()) {
            starts.put(terms, length);
            length += terms.size() * (weighted ? 2 : 1);
        }
        int[] table = new int[length];
        int next = 0;
        // Results that share their terms follow each other, so that these stay in the first cache.
        for (Map.Entry<List<Term>, List<Result>> entry : alike.entrySet()) {
            for (Result result : entry.getValue()) {
                table[next++] = result.distance;
                table[next++] = first(result);
                table[next++] = starts.get(entry.getKey());
                table[next++] = entry.getKey().size();
            }
            int position = starts.get(entry.getKey());
            for (Term term : entry.getKey()) {
                table[position++] = term.distance();
                if (weighted) {
                    table[position++] = term.weight();
                }
            }
        }
        return table;
    }

    private static int first(Result result) {
        return result.terms.isEmpty() ? 0 : result.terms.get(0).distance();
    }
}
