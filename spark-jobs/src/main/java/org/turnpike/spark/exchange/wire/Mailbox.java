package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Where the letters of one other worker lie until they are read. The transport's thread puts them there, the thread that trains
 * takes them.
 *
 * <p>There is room for two rounds: the other worker can begin the next one before this worker has read all of this one, but
 * cannot end it. Rooms are used again, so that a round allocates nothing.
 */
final class Mailbox {
    private static final int ROUNDS = 2;

    /** Parts of one letter; a million numbers each. */
    private static final int MOST_PARTS = 1 << 12;

    private static final long EMPTY = -1;

    private final AtomicReferenceArray<Slot[]> slots = new AtomicReferenceArray<>(Letter.ROUND_KINDS);

    Mailbox() {
        for (int kind = 0; kind < Letter.ROUND_KINDS; kind++) {
            slots.set(kind, new Slot[0]);
        }
    }

    private static final class Slot {
        private ByteBuffer room = ByteBuffer.allocate(0);
        private volatile long number = EMPTY;
    }

    /** Copies a letter of a round. @throws Letter.Garbage where it cannot be one */
    void put(ByteBuf letter, ByteBuffer head, Letter.Kind kind, Thread reader) throws Letter.Garbage {
        long number = Letter.number(head);
        int part = Letter.part(head);
        if (part < 0 || part >= MOST_PARTS || number < 0) {
            throw new Letter.Garbage("part " + part + " of letter " + number);
        }
        Slot slot = slot(kind, part, number);
        if (slot.number != EMPTY) {
            throw new Letter.Garbage(kind + " " + number + " before " + slot.number + " was read");
        }
        int length = letter.readableBytes();
        if (slot.room.capacity() < length) {
            slot.room = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
        }
        letter.getBytes(letter.readerIndex(), slot.room.clear().limit(length));
        slot.room.rewind();
        slot.number = number;
        LockSupport.unpark(reader);
    }

    /** The letter, from its beginning; null where it has not come. It stays until it is {@link #taken}. */
    ByteBuffer peek(Letter.Kind kind, int part, long number) {
        Slot slot = slot(kind, part, number);
        return slot.number == number ? slot.room : null;
    }

    void taken(Letter.Kind kind, int part, long number) {
        slot(kind, part, number).number = EMPTY;
    }

    private Slot slot(Letter.Kind kind, int part, long number) {
        int index = part * ROUNDS + (int) (number % ROUNDS);
        Slot[] of = slots.get(kind.ordinal());
        return index < of.length ? of[index] : grown(kind, index);
    }

    private synchronized Slot grown(Letter.Kind kind, int index) {
        Slot[] of = slots.get(kind.ordinal());
        if (index >= of.length) {
            Slot[] more = Arrays.copyOf(of, index + ROUNDS);
            for (int i = of.length; i < more.length; i++) {
                more[i] = new Slot();
            }
            slots.set(kind.ordinal(), more);
            of = more;
        }
        return of[index];
    }
}
