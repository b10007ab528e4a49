package org.turnpike.sensitivity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.turnpike.execution.Buffer;
import org.turnpike.execution.Call;
import org.turnpike.execution.Tape;
import org.turnpike.execution.Workspace;
import org.turnpike.program.Partition;
import org.turnpike.program.Program;

/** A call that keeps what its derivatives read of it, in buffers of its own, and these derivatives. */
final class KeptForward {

    /** What a tile may keep of a solve, in bytes; beyond that the derivatives compute it again. */
    private static final long LIMIT = 64L << 20;

    private final Call forward;
    private final List<Call> reverses = new ArrayList<>();
    private final Tape tape;
    private final long bytes;

    private KeptForward(Workspace workspace, Partition partition, Binder binder) {
        Map<String, Buffer> kept = new LinkedHashMap<>();
        partition.kept().forEach((name, width) -> kept.put(name, workspace.allocate(width)));
        this.forward = binder.apply(partition.forward(), kept);
        partition.reverses().forEach(reverse -> reverses.add(binder.apply(reverse, kept)));
        this.tape = workspace.newTape(kept.values().toArray(Buffer[]::new));
        this.bytes = (long) partition.keptWidth() * workspace.tileRows() * Float.BYTES;
    }

    /** Prepares a program with buffers for what is kept beside its own. */
    interface Binder extends BiFunction<Program, Map<String, Buffer>, Call> {}

    /**
     * @param late inputs of {@code reverses} that {@code forward} does not have yet
     * @return empty where nothing is worth being kept
     */
    static Optional<KeptForward> of(
            Workspace workspace, Program forward, List<Program> reverses, Set<String> late, Binder binder) {
        return Partition.of(forward, reverses, late).map(partition -> new KeptForward(workspace, partition, binder));
    }

    /** Whether so many runs may be kept at a time. */
    boolean fits(int runs) {
        return runs * bytes <= LIMIT;
    }

    Call forward() {
        return forward;
    }

    /** Derivative number {@code index}, of the run whose kept values are in the buffers. */
    Call reverse(int index) {
        return reverses.get(index);
    }

    /** Puts aside what the last run kept. */
    void save(int run) {
        tape.save(run);
    }

    void restore(int run) {
        tape.restore(run);
    }

    /** Both maps in one. */
    static Map<String, Buffer> union(Map<String, Buffer> some, Map<String, Buffer> more) {
        Map<String, Buffer> all = new HashMap<>(some);
        all.putAll(more);
        return all;
    }
}
