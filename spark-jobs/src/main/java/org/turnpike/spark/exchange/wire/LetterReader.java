package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.spark.network.protocol.OneWayMessage;

/**
 * Takes a trusted worker's letters from the channel before Spark's own handler does. That one would put a letter of several
 * reads together in a new array first: for 100 000 numbers 400 KB of garbage in every iteration.
 */
final class LetterReader extends ChannelInboundHandlerAdapter {

    /** Name of Spark's own handler in a channel's pipeline. */
    private static final String SPARKS = "handler";

    private final Recipient recipient;

    /** Who reads letters. */
    interface Recipient {
        /** @param letter may lie in several pieces; it is the caller's */
        void receive(ByteBuf letter);
    }

    private LetterReader(Recipient recipient) {
        this.recipient = recipient;
    }

    /** From now on letters of this channel go to {@code recipient}. On the channel's own thread. */
    static void install(Channel channel, Recipient recipient) {
        channel.pipeline().addBefore(SPARKS, "turnpikeLetters", new LetterReader(recipient));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof OneWayMessage letter)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = (ByteBuf) letter.body().convertToNetty();
        try {
            recipient.receive(bytes);
        } finally {
            bytes.release();
            letter.body().release();
        }
    }
}
