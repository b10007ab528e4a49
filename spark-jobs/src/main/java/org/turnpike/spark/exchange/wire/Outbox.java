package org.turnpike.spark.exchange.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Room for letters that are written. A letter may still be on its way when the next round's is written, so there are two of
 * each; by the round after that it has been read, or the round could not have ended.
 */
final class Outbox {
    private static final int ROUNDS = 2;

    private final Map<Place, ByteBuffer> rooms = new HashMap<>();

    private record Place(Letter.Kind kind, int to, int part, long round) {}

    /** A letter of the given length, begun. @param to a worker, or any constant for a letter to all */
    ByteBuffer letter(Letter.Kind kind, int to, int part, long number, Letter.Flags flags, int length) {
        Place place = new Place(kind, to, part, number % ROUNDS);
        ByteBuffer room = rooms.get(place);
        if (room == null || room.capacity() < length) {
            room = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
            rooms.put(place, room);
        }
        room.clear().limit(length);
        Letter.begin(room, kind, flags, part, number);
        return room;
    }
}
