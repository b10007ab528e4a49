package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The form of what workers write to each other: kind, flags, part, number, then what the kind says. A letter that belongs to a
 * round of exchanges carries the round's number; a long one comes in parts.
 */
final class Letter {
    static final int HEAD = 16;

    private static final int FLAGS = 1;
    private static final int PART = 4;
    private static final int NUMBER = 8;

    /** What a letter is. */
    enum Kind {
        /** Sums of branches, to the owner of a slice. */
        SUMS,
        /** Squared norms of an owner's blocks. */
        NORMS,
        /** A slice of the next vector. */
        SLICE,
        /** Figures that are only summed. */
        FIGURES,
        /** Are you there? */
        PING,
        /** I am. */
        PONG,
        /** The work is done. */
        GOODBYE,
        /** This worker cannot go on; text says why. */
        GIVES_UP,
        /** The first letter of a connection: generation as the number, rank as the part, the run as text. */
        HELLO
    }

    /** Kinds that are letters of a round. */
    static final int ROUND_KINDS = Kind.FIGURES.ordinal() + 1;

    private static final Kind[] KINDS = Kind.values();

    private Letter() {}

    /** Begins a letter in place; the rest of it follows from {@link #HEAD}. */
    static void begin(ByteBuffer letter, Kind kind, Flags flags, int part, long number) {
        letter.put(0, (byte) kind.ordinal());
        letter.put(FLAGS, (byte) (flags == Flags.CALLED_OFF ? 1 : 0));
        letter.putInt(PART, part);
        letter.putLong(NUMBER, number);
    }

    /** What a letter of a round says beside its contents. */
    enum Flags {
        NONE,
        /** The writer wants to end. */
        CALLED_OFF
    }

    /** The first bytes of a letter, whose rest may lie in pieces. @throws Garbage where they are none */
    static ByteBuffer head(ByteBuf letter) throws Garbage {
        if (letter.readableBytes() < HEAD) {
            throw new Garbage("a letter of " + letter.readableBytes() + " bytes");
        }
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        letter.getBytes(letter.readerIndex(), head);
        return head.rewind();
    }

    static ByteBuffer of(Kind kind, int part, long number, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer letter = ByteBuffer.allocate(HEAD + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        begin(letter, kind, Flags.NONE, part, number);
        letter.put(HEAD, bytes);
        return letter;
    }

    /** @throws Garbage where it is none */
    static Kind kind(ByteBuffer letter) throws Garbage {
        if (letter.remaining() < HEAD) {
            throw new Garbage("a letter of " + letter.remaining() + " bytes");
        }
        int kind = letter.get(letter.position());
        if (kind < 0 || kind >= KINDS.length) {
            throw new Garbage("a letter of kind " + kind);
        }
        return KINDS[kind];
    }

    static int part(ByteBuffer letter) {
        return letter.getInt(letter.position() + PART);
    }

    static long number(ByteBuffer letter) {
        return letter.getLong(letter.position() + NUMBER);
    }

    static Flags flags(ByteBuffer letter) {
        return letter.get(letter.position() + FLAGS) == 0 ? Flags.NONE : Flags.CALLED_OFF;
    }

    static String text(ByteBuffer letter) {
        byte[] bytes = new byte[letter.remaining() - HEAD];
        letter.get(letter.position() + HEAD, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What came is no letter, or one that nobody can have written at this time. */
    static final class Garbage extends Exception {
        private static final long serialVersionUID = 1;

        Garbage(String found) {
            super(found);
        }
    }
}
