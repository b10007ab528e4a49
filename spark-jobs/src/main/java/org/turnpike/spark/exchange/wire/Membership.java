package org.turnpike.spark.exchange.wire;

import java.util.List;

/**
 * The place of a worker in one set of workers.
 *
 * @param run whose workers they are
 * @param generation counts the sets of the run, so that a straggler of an earlier one is turned away
 * @param addresses of all workers by rank
 */
public record Membership(String run, long generation, int rank, List<Address> addresses) {
    public Membership {
        addresses = List.copyOf(addresses);
    }

    public int workers() {
        return addresses.size();
    }

    /** As people name it: {@code worker 2 (node7:40123)}. */
    String name(int worker) {
        return "worker " + worker + " (" + addresses.get(worker) + ")";
    }

    /** Where a worker listens. */
    public record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
