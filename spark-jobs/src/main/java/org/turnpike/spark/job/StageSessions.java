package org.turnpike.spark.job;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The stages that this JVM holds between two segments, by their order's name. */
final class StageSessions {
    private static final Map<String, StageSession> KEPT = new ConcurrentHashMap<>();

    private StageSessions() {}

    /** The stage, where this JVM holds it at just that position; it is the caller's to keep again or to close. */
    static Optional<StageSession> take(String order, long position) {
        StageSession kept = KEPT.remove(order);
        if (kept != null && kept.position() != position) {
            kept.close();
            return Optional.empty();
        }
        return Optional.ofNullable(kept);
    }

    static void keep(String order, StageSession session) {
        KEPT.put(order, session);
    }

    /** Lets go of a stage that will not be gone on with. */
    static void drop(String order) {
        take(order, -1);
    }
}
