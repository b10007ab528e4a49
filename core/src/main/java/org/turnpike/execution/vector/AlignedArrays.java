package org.turnpike.execution.vector;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Arrays in which position {@link #FIRST} begins a cache line, as far as the garbage collector allows it. A vector of 64 bytes that
 * lies across two lines is read from both: a training step of images takes a sixth longer so.
 *
 * <p>Java promises 8 bytes. The G1 collector puts an array of more than half a region at the start of a region and never moves it, so arrays
 * are made that large there. Under another collector they lie as it happens; results are the same.
 */
final class AlignedArrays {

    private static final int LINE_BYTES = 64;

    /** Of a float array whose class pointer is compressed, as it is unless the virtual machine was told otherwise. */
    private static final int HEADER_BYTES = 16;

    /** Where numbers begin. */
    static final int FIRST = (LINE_BYTES - HEADER_BYTES) / Float.BYTES;

    /** Regions grow with the heap, to 32 MB; larger ones than this are too much to spend on a small array. */
    private static final long LARGEST_REGION = 8 << 20;

    /** Fewest numbers of an array that gets a region of its own; 0 where no array does, or each would cost too much. */
    private static final int OWN_REGION = ownRegion();

    private AlignedArrays() {}

    /** Zeros, from position 0 to at least {@code end}, which is past the last number. */
    static float[] of(int end) {
        return new float[Math.max(end, OWN_REGION)];
    }

    private static int ownRegion() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (machine == null) {
            return 0;
        }
        try {
            boolean regions =
                    Boolean.parseBoolean(machine.getVMOption("UseG1GC").getValue());
            long bytes = Long.parseLong(machine.getVMOption("G1HeapRegionSize").getValue());
            return regions && bytes <= LARGEST_REGION ? (int) (bytes / 2 / Float.BYTES) + 1 : 0;
        } catch (IllegalArgumentException noSuchOption) {
            return 0;
        }
    }
}
