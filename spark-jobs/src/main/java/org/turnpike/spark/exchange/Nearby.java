package org.turnpike.spark.exchange;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A value of the driver's that a task finds if it runs in the same JVM, as it does in local mode, and else does without. It
 * travels as a name: neither tables of any size nor things that cannot be serialised go over the wire.
 */
public final class Nearby<T> implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1;
    private static final Map<String, Object> VALUES = new ConcurrentHashMap<>();

    private final String name = UUID.randomUUID().toString();

    private Nearby() {}

    /** Shares the value until it is closed. */
    public static <T> Nearby<T> share(T value) {
        Nearby<T> nearby = new Nearby<>();
        VALUES.put(nearby.name, value);
        return nearby;
    }

    /** The value; nothing in another JVM than the driver's, or after the driver has closed it. */
    @SuppressWarnings("unchecked") // only share puts values, each under a name of its own
    public Optional<T> find() {
        return Optional.ofNullable((T) VALUES.get(name));
    }

    @Override
    public void close() {
        VALUES.remove(name);
    }
}
