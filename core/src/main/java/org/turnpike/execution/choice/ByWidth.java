package org.turnpike.execution.choice;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.ParameterLayout;
import org.turnpike.program.Shape;

/**
 * {@code backend = auto} on a processor: each network goes to the back-end that was measured to be the faster one for its widest
 * layer (docs/decisions has the figures). Both cut rows into tiles of one size, so that nothing else depends on the choice.
 */
final class ByWidth implements Backend {

    /** A matrix with fewer rows or columns is narrow: there the products do not pay for the passes between them. */
    static final int WIDE = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ByWidth.class);

    private final Backend narrow;
    private final Backend wide;

    ByWidth(Backend narrow, Backend wide) {
        if (narrow.tileRows() != wide.tileRows()) {
            throw new IllegalArgumentException("Expected tiles of one size, found " + narrow.tileRows() + " rows of "
                    + narrow.name() + " and " + wide.tileRows() + " of " + wide.name());
        }
        this.narrow = narrow;
        this.wide = wide;
    }

    @Override
    public String name() {
        return "auto";
    }

    @Override
    public int tileRows() {
        return narrow.tileRows();
    }

    @Override
    public Parameters newParameters(ParameterLayout layout) {
        Backend chosen = isWide(layout) ? wide : narrow;
        LOG.debug("backend = auto: {} for a layout of {} parameters", chosen.name(), layout.size());
        return new Chosen(chosen, chosen.newParameters(layout));
    }

    @Override
    public Workspace newWorkspace(Parameters parameters) {
        if (parameters instanceof Chosen chosen && (chosen.backend() == narrow || chosen.backend() == wide)) {
            return chosen.backend().newWorkspace(chosen.parameters());
        }
        throw new IllegalArgumentException("Expected parameters made by this back-end, found "
                + parameters.getClass().getName() + "; call newParameters of the same back-end");
    }

    @Override
    public void warmUp() {
        narrow.warmUp();
        wide.warmUp();
    }

    /** Whether some layer is at least {@link #WIDE} on both sides. */
    static boolean isWide(ParameterLayout layout) {
        return layout.entries().values().stream()
                .map(ParameterLayout.Entry::shape)
                .mapToInt(ByWidth::shorterSide)
                .anyMatch(side -> side >= WIDE);
    }

    private static int shorterSide(Shape.Shared matrix) {
        return Math.min(matrix.rows(), matrix.columns());
    }

    private record Chosen(Backend backend, Parameters parameters) implements Parameters {
        @Override
        public ParameterLayout layout() {
            return parameters.layout();
        }

        @Override
        public void set(double[] values) {
            parameters.set(values);
        }

        @Override
        public void set(float[] values) {
            parameters.set(values);
        }
    }
}
