package org.turnpike.execution;

import java.io.Serializable;

/**
 * An accelerator that a worker has for its own.
 *
 * @param kind as Spark names the resource: {@code gpu}
 * @param address by which the operating system or the driver knows it: {@code 0}
 */
public record Device(String kind, String address) implements Serializable {
    @Override
    public String toString() {
        return kind + " " + address;
    }
}
