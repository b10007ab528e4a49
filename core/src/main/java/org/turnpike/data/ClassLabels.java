package org.turnpike.data;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** Classification targets: for each row the index of its class among {@code classNames}. Its tiles are one-hot. */
public final class ClassLabels implements Targets {
    private final int[] labels;
    private final List<String> classNames;

    private ClassLabels(int[] labels, List<String> classNames) {
        this.labels = labels;
        this.classNames = List.copyOf(classNames);
        if (classNames.size() < 2) {
            throw new DataError(
                    "labels",
                    "at least two classes",
                    classNames.toString(),
                    "Add rows of another class, or choose another label.");
        }
        if (new HashSet<>(classNames).size() < classNames.size()) {
            throw new DataError("class names", "each name once", classNames.toString(), "Name the classes apart.");
        }
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0 || labels[row] >= classNames.size()) {
                throw new DataError(
                        "row " + row,
                        "a label from 0 to " + (classNames.size() - 1),
                        Integer.toString(labels[row]),
                        "Correct the label or the number of classes.");
            }
        }
    }

    /**
     * Labels, copied, with the name of each class.
     *
     * @throws DataError where there are fewer than two classes, two have one name, or a label is outside them
     */
    public static ClassLabels copyOf(int[] labels, List<String> classNames) {
        return new ClassLabels(labels.clone(), classNames);
    }

    /** The names of classes that have only numbers: {@code "0"} to {@code "classes - 1"}. */
    public static List<String> numbered(int classes) {
        return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }

    @Override
    public int rows() {
        return labels.length;
    }

    /** The number of classes. */
    @Override
    public int width() {
        return classNames.size();
    }

    public List<String> classNames() {
        return classNames;
    }

    public int label(int row) {
        return labels[row];
    }

    @Override
    public void fillTile(float[] destination, int offset, int tileRows, int[] rowIndices, int from, int count) {
        Tiles.check(destination.length, offset, tileRows, width(), rowIndices, from, count);
        Arrays.fill(destination, offset, offset + width() * tileRows, 0);
        for (int lane = 0; lane < count; lane++) {
            destination[offset + labels[rowIndices[from + lane]] * tileRows + lane] = 1;
        }
        Tiles.padInPlace(destination, offset, tileRows, width(), count);
    }

    @Override
    public Targets select(int... rowIndices) {
        return new ClassLabels(Arrays.stream(rowIndices).map(this::label).toArray(), classNames);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassLabels that
                && that.classNames.equals(classNames)
                && Arrays.equals(that.labels, labels);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(labels) + classNames.hashCode();
    }

    @Override
    public String toString() {
        return "ClassLabels[" + labels.length + " of " + classNames + "]";
    }
}
