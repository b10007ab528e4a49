package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before Spark's frame decoder, which takes frames of up to 2 GiB from anybody, and cuts off who announces a longer one
 * than a worker would send. Before a connection has proved who it is, nothing is worth more than a few kilobytes, or a few
 * seconds.
 */
final class FrameGuard extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameGuard.class);

    /** Longest frame of the authentication, with room to spare. */
    static final long OF_STRANGERS = 16 << 10;

    /** A letter is cut into parts well below this. */
    static final long OF_WORKERS = 256 << 20;

    /** Long enough to prove it. */
    private static final int STRANGER_SECONDS = 5;

    private static final int LENGTH_BYTES = Long.BYTES;

    private long limit = OF_STRANGERS;
    private long length;
    private int lengthBytes;
    private long bodyLeft;

    /** From now on the other end is a worker of this run. On the channel's own thread. */
    void trust() {
        limit = OF_WORKERS;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.executor()
                .schedule(
                        () -> {
                            if (limit == OF_STRANGERS && context.channel().isActive()) {
                                LOG.warn(
                                        "Dropped a connection from {}: it has not proved for {} s that it is a worker's.",
                                        context.channel().remoteAddress(),
                                        STRANGER_SECONDS);
                                context.close();
                            }
                        },
                        STRANGER_SECONDS,
                        TimeUnit.SECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes && !admits(bytes)) {
            LOG.warn(
                    "Dropped a connection from {}: expected a frame of at most {} bytes, found one of {}.",
                    context.channel().remoteAddress(),
                    limit,
                    length);
            ReferenceCountUtil.release(message);
            context.close();
            return;
        }
        context.fireChannelRead(message);
    }

    /** Follows the frames through the bytes without taking them. The length of a frame counts itself. */
    private boolean admits(ByteBuf bytes) {
        int position = bytes.readerIndex();
        while (position < bytes.writerIndex()) {
            if (bodyLeft > 0) {
                int step = (int) Math.min(bodyLeft, bytes.writerIndex() - position);
                bodyLeft -= step;
                position += step;
                continue;
            }
            length = length << Byte.SIZE | bytes.getUnsignedByte(position++);
            if (++lengthBytes == LENGTH_BYTES) {
                if (length < LENGTH_BYTES || length > limit) {
                    return false;
                }
                bodyLeft = length - LENGTH_BYTES;
                length = 0;
                lengthBytes = 0;
            }
        }
        return true;
    }
}
