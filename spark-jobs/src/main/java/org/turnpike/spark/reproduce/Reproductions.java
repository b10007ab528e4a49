package org.turnpike.spark.reproduce;

import java.util.List;
import java.util.Optional;
import org.turnpike.spark.reproduce.deep.HowDeep;
import org.turnpike.spark.reproduce.images.Images;
import org.turnpike.spark.reproduce.stable.StableFlows;

/** The reproductions there are. A new one is one class and one line here. */
public final class Reproductions {
    private static final List<Reproduction> ALL = List.of(new StableFlows(), new HowDeep(), new Images());

    private Reproductions() {}

    public static List<Reproduction> all() {
        return ALL;
    }

    public static Optional<Reproduction> named(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    }
}
