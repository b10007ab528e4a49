package org.turnpike.execution.vector;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.execution.Backend;
import org.turnpike.execution.Parameters;
import org.turnpike.execution.Workspace;
import org.turnpike.program.ParameterLayout;

/**
 * Float32 on the SIMD lanes of the CPU; the default for narrow networks.
 *
 * <p>Elementary functions are within 2.4 units in the last place, tanh within 5.1, sine and cosine within 1.2·10⁻⁷ up
 * to 10⁴. Where a number is
 * so large that a solve has gone wrong, the result is NaN, which solvers report: tanh of an infinity, and sine and cosine
 * of more than 6.5·10⁶.
 *
 * <p>The lane count is chosen once: the property {@value #LANES_PROPERTY} ({@code auto}, 16, 8, 4, 1) forces it.
 */
public final class VectorBackend implements Backend {

    public static final String LANES_PROPERTY = "turnpike.vector.lanes";

    private static final Logger LOG = LoggerFactory.getLogger(VectorBackend.class);

    private final Lanes lanes;
    private final KernelLibrary library;

    private VectorBackend(Lanes lanes) {
        this.lanes = lanes;
        this.library = KernelLibrary.of(lanes);
    }

    /** With the lanes of this machine, or those of {@value #LANES_PROPERTY}; logged once. */
    public static VectorBackend create() {
        return Chosen.BACKEND;
    }

    /** With a given lane count, to compare them. */
    public static VectorBackend create(Lanes lanes) {
        return new VectorBackend(lanes);
    }

    private static final class Chosen {
        static final VectorBackend BACKEND = choose();

        private static VectorBackend choose() {
            String asked = System.getProperty(LANES_PROPERTY, "auto");
            Lanes lanes = Lanes.parse(asked);
            if (lanes == Lanes.ONE && asked.equals("auto")) {
                LOG.warn("Vector back-end: one lane, because this Java virtual machine was started without"
                        + " --add-modules jdk.incubator.vector; solves will be several times slower");
            } else {
                LOG.info("Vector back-end: {} lanes ({} = {})", lanes.count(), LANES_PROPERTY, asked);
            }
            return new VectorBackend(lanes);
        }
    }

    public Lanes lanes() {
        return lanes;
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int tileRows() {
        return TileLayout.ROWS;
    }

    @Override
    public Parameters newParameters(ParameterLayout layout) {
        return new VectorParameters(layout);
    }

    @Override
    public Workspace newWorkspace(Parameters parameters) {
        return new VectorWorkspace(library, Parameters.madeBy(this, VectorParameters.class, parameters));
    }

    @Override
    public void warmUp() {
        library.warmUp();
    }
}
