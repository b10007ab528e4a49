package org.turnpike.spark.job.training;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.turnpike.spark.exchange.Peers;

/** The stages that this JVM holds between two segments, by their order's name. */
final class StageSessions {
    private static final Map<String, StageSession> KEPT = new ConcurrentHashMap<>();

    private StageSessions() {}

    /** Whether this JVM holds the stage at just that position, with all its peers. */
    static boolean isKept(String order, long position) {
        StageSession kept = KEPT.get(order);
        return kept != null && kept.position() == position && kept.peers().isComplete();
    }

    /**
     * The stage, where this JVM holds it at just that position, in the same set of workers; it is the caller's to keep again or
     * to close.
     */
    static Optional<StageSession> take(String order, long position, Peers peers) {
        StageSession kept = KEPT.remove(order);
        if (kept != null && (kept.position() != position || !kept.peers().equals(peers))) {
            kept.close();
            return Optional.empty();
        }
        return Optional.ofNullable(kept);
    }

    /** Until it is taken, dropped, or one of its peers is gone: then no segment can go on with it. */
    static void keep(String order, StageSession session) {
        KEPT.put(order, session);
        session.peers().whenIncomplete(() -> {
            if (KEPT.remove(order, session)) {
                session.close();
            }
        });
    }

    /** Lets go of a stage that will not be gone on with. */
    static void drop(String order) {
        StageSession kept = KEPT.remove(order);
        if (kept != null) {
            kept.close();
        }
    }
}
