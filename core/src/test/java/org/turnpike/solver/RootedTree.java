package org.turnpike.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A rooted tree, and the order condition that belongs to it (Butcher; Hairer, Nørsett, Wanner, <i>Solving Ordinary
 * Differential Equations I</i>, §II.2): a method is of order p if {@code Σ bᵢ Φᵢ(τ) = 1/γ(τ)} for all trees of up to p nodes.
 */
record RootedTree(List<RootedTree> children) {

    /** All trees of {@code nodes} nodes. */
    static List<RootedTree> ofSize(int nodes) {
        List<RootedTree> trees = new ArrayList<>();
        forests(nodes - 1, nodes - 1, List.of(), trees);
        return trees;
    }

    int nodes() {
        return 1 + children.stream().mapToInt(RootedTree::nodes).sum();
    }

    /** γ: the product of the sizes of all subtrees. */
    double density() {
        return nodes() * children.stream().mapToDouble(RootedTree::density).reduce(1, (a, b) -> a * b);
    }

    /** Φᵢ for every stage. */
    double[] weights(Tableau method) {
        double[] product = new double[method.stages()];
        Arrays.fill(product, 1);
        for (RootedTree child : children) {
            double[] below = child.weights(method);
            for (int i = 0; i < product.length; i++) {
                double sum = 0;
                for (int j = 0; j < i; j++) {
                    sum += method.a(i, j) * below[j];
                }
                product[i] *= sum;
            }
        }
        return product;
    }

    /** Adds every forest of {@code left} nodes in trees of at most {@code largest}, below a common root. */
    private static void forests(int left, int largest, List<RootedTree> chosen, List<RootedTree> into) {
        if (left == 0) {
            into.add(new RootedTree(chosen));
            return;
        }
        for (int size = Math.min(left, largest); size >= 1; size--) {
            List<RootedTree> candidates = ofSize(size);
            // Trees of one size in the order of the list, so that no forest comes twice.
            int first = 0;
            if (!chosen.isEmpty() && chosen.get(chosen.size() - 1).nodes() == size) {
                first = candidates.indexOf(chosen.get(chosen.size() - 1));
            }
            for (RootedTree candidate : candidates.subList(first, candidates.size())) {
                List<RootedTree> more = new ArrayList<>(chosen);
                more.add(candidate);
                forests(left - size, size, more, into);
            }
        }
    }
}
