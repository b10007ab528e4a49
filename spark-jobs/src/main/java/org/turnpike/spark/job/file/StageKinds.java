package org.turnpike.spark.job.file;

import java.util.List;
import java.util.Optional;

/** The kinds of stages that there are. */
public final class StageKinds {
    private static final List<StageKind> ALL = List.of(
            new VanillaKind(),
            new MinimumTimeKind(),
            new LyapunovPretrainKind(),
            new ForwardSearchKind(),
            new CombinedKind(),
            new LyaNetKind(),
            new SteerKind(),
            new TayNodeKind(),
            new SnoptKind());

    private StageKinds() {}

    static List<StageKind> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(StageKind::name).toList();
    }

    /** The kind of that name; empty where there is none. */
    static Optional<StageKind> named(String name) {
        return ALL.stream().filter(kind -> kind.name().equals(name)).findFirst();
    }
}
