package org.turnpike.spark.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkEnv;
import org.turnpike.spark.exchange.wire.Group;
import org.turnpike.spark.exchange.wire.Membership;
import org.turnpike.spark.exchange.wire.Patience;
import org.turnpike.spark.exchange.wire.Station;
import scala.Option;

/**
 * What an executor keeps for a run while it lives: the port at which it is reached, and its connections to the other workers,
 * so that the next segment need not make them again.
 */
final class Office {
    private static final Map<String, Office> OFFICES = new ConcurrentHashMap<>();

    private final String run;
    private final Station station;
    private final String host;
    private Group group;

    private Office(String run, String secret, OptionalInt port) {
        SparkEnv spark = SparkEnv.get();
        this.run = run;
        this.host = spark.blockManager().blockManagerId().host();
        this.station =
                new Station(spark.conf(), Option.apply(spark.securityManager().getRpcSSLOptions()), port, run, secret);
    }

    /** The office of the run; those of earlier runs, which are over, are closed. */
    static synchronized Office of(String run, DriverDesk desk, OptionalInt port) {
        OFFICES.keySet().stream().filter(other -> !other.equals(run)).toList().forEach(Office::close);
        Office office = OFFICES.get(run);
        if (office == null) {
            office = new Office(run, desk.secret(), port);
            OFFICES.put(run, office);
        }
        return office;
    }

    private static void close(String run) {
        OFFICES.remove(run).station.close();
    }

    String address() {
        return host + ":" + station.port();
    }

    /** What this JVM holds, with the set of workers that it holds it in; empty where it would have to begin anew. */
    String holds(String held) {
        return held.isEmpty() || group == null || !group.isComplete()
                ? ""
                : group.membership().generation() + " " + held;
    }

    /** Takes the seat that the driver's answer gives. */
    Group seated(String[] answer, Patience patience) throws InterruptedException {
        if (answer[0].equals(Meeting.JOIN)) {
            List<Membership.Address> addresses = new ArrayList<>();
            for (int i = 3; i < answer.length; i++) {
                int colon = answer[i].lastIndexOf(':');
                addresses.add(new Membership.Address(
                        answer[i].substring(0, colon), Integer.parseInt(answer[i].substring(colon + 1))));
            }
            Membership membership =
                    new Membership(run, Long.parseLong(answer[1]), Integer.parseInt(answer[2]), addresses);
            group = station.join(membership, patience);
        }
        return group;
    }
}
