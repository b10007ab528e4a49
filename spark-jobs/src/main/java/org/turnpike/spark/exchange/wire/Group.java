package org.turnpike.spark.exchange.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.network.buffer.NioManagedBuffer;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.protocol.OneWayMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turnpike.spark.exchange.PeerFailure;
import org.turnpike.spark.exchange.Peers;
import org.turnpike.training.exchange.ExchangeFactory;

/**
 * One worker's connections to the other ones of its set: letters go out on those that it made, and come in on those that were
 * made to it. One thread writes and waits.
 */
public final class Group implements Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Group.class);

    /** Longer than a letter takes on one machine, short enough to leave the core to whom it is waited for. */
    private static final long SPIN_NANOSECONDS = 20_000;

    private static final long ASK_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);
    private static final int RETRY_MILLISECONDS = 5;
    private static final int MOST_RETRY_MILLISECONDS = 200;

    /** What Spark's transport puts before a one-way letter: length of the frame, type, length of the letter. */
    private static final int FRAME_HEAD = 13;

    private final Station station;
    private final Membership membership;
    private final Patience patience;
    private final Mailbox[] mail;
    private final TransportClient[] calls;
    private final AtomicIntegerArray greeted;
    private final AtomicIntegerArray departed;
    private final AtomicLongArray heardAt;
    private final AtomicLong bytesSent = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicReference<PeerFailure> failure = new AtomicReference<>();
    private final AtomicReference<Runnable> whenIncomplete = new AtomicReference<>();
    private volatile Thread reader;
    private volatile boolean wantsToEnd;
    private volatile boolean calledOff;

    Group(Station station, Membership membership, Patience patience) {
        this.station = station;
        this.membership = membership;
        this.patience = patience;
        int workers = membership.workers();
        this.mail = new Mailbox[workers];
        for (int rank = 0; rank < workers; rank++) {
            mail[rank] = new Mailbox();
        }
        this.calls = new TransportClient[workers];
        this.greeted = new AtomicIntegerArray(workers);
        this.departed = new AtomicIntegerArray(workers);
        this.heardAt = new AtomicLongArray(workers);
    }

    /** This worker's place. */
    public Membership membership() {
        return membership;
    }

    int rank() {
        return membership.rank();
    }

    int workers() {
        return membership.workers();
    }

    /** All that was sent, with the frames that the transport puts around it. */
    public long bytesSent() {
        return bytesSent.get();
    }

    @Override
    public ExchangeFactory exchanges() {
        return (rules, layout, shards, executor) -> new SliceExchange(this, rules, layout, shards, executor);
    }

    @Override
    public void callOff() {
        wantsToEnd = true;
    }

    @Override
    public boolean isCalledOff() {
        return calledOff;
    }

    /** What this worker's letters of a round say beside their contents. Asked once for each round, so that all read the same. */
    Letter.Flags flags() {
        return wantsToEnd ? Letter.Flags.CALLED_OFF : Letter.Flags.NONE;
    }

    /** A worker's letters of the round that is being read say this, its own or another one's. */
    void heard(Letter.Flags flags) {
        if (flags == Letter.Flags.CALLED_OFF) {
            calledOff = true;
        }
    }

    @Override
    public boolean isComplete() {
        return !closed.get() && failure.get() == null;
    }

    @Override
    public void whenIncomplete(Runnable action) {
        whenIncomplete.set(action);
        if (!isComplete()) {
            runWhenIncomplete();
        }
    }

    /** Calls every other worker. */
    void call() throws InterruptedException {
        reader = Thread.currentThread();
        long until = System.nanoTime() + nanoseconds(patience.silenceSeconds());
        ByteBuffer hello = Letter.of(Letter.Kind.HELLO, rank(), membership.generation(), membership.run());
        for (int step = 1; step < workers(); step++) {
            int to = (rank() + step) % workers();
            calls[to] = call(to, hello, until);
        }
        long now = System.nanoTime();
        for (int rank = 0; rank < workers(); rank++) {
            heardAt.set(rank, now);
        }
    }

    private TransportClient call(int to, ByteBuffer hello, long until) throws InterruptedException {
        for (long pause = RETRY_MILLISECONDS; ; pause = Math.min(2 * pause, MOST_RETRY_MILLISECONDS)) {
            TransportClient client = null;
            try {
                client = station.call(membership.addresses().get(to));
                client.sendRpcSync(
                        hello.duplicate(),
                        TimeUnit.NANOSECONDS.toMillis(Math.max(until - System.nanoTime(), ASK_NANOSECONDS)));
                return client;
            } catch (IOException | RuntimeException e) {
                if (client != null) {
                    client.close();
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (System.nanoTime() > until || String.valueOf(e.getMessage()).contains(Station.REFUSED)) {
                    throw new PeerFailure(
                            to,
                            PeerFailure.Kind.STUCK,
                            membership.name(to) + " could not be reached within " + patience.silenceSeconds() + " s by "
                                    + membership.name(rank()) + ": " + firstLine(e));
                }
                Thread.sleep(pause);
            }
        }
    }

    /** Whether the worker has not called before. */
    boolean greeted(int rank) {
        heardAt.set(rank, System.nanoTime());
        return greeted.compareAndSet(rank, 0, 1);
    }

    /** Sends a letter; it must not be changed until an answer to it has come. */
    void send(int to, ByteBuffer letter) {
        bytesSent.addAndGet(letter.remaining() + FRAME_HEAD);
        calls[to].send(letter);
    }

    /** The letter, when it has come; {@link #taken} makes its room free. */
    ByteBuffer await(int from, Letter.Kind kind, int part, long number) {
        ByteBuffer letter = mail[from].peek(kind, part, number);
        if (letter != null) {
            return letter;
        }
        reader = Thread.currentThread();
        long start = System.nanoTime();
        long askAt = start + ASK_NANOSECONDS;
        while (true) {
            letter = mail[from].peek(kind, part, number);
            if (letter != null) {
                return letter;
            }
            check(from, start);
            long now = System.nanoTime();
            if (now - start < SPIN_NANOSECONDS) {
                Thread.onSpinWait();
                continue;
            }
            if (now >= askAt) {
                send(from, Letter.of(Letter.Kind.PING, 0, 0, ""));
                askAt = now + ASK_NANOSECONDS;
            }
            LockSupport.parkNanos(this, askAt - now);
            if (Thread.currentThread().isInterrupted()) {
                throw new Interrupted();
            }
        }
    }

    void taken(int from, Letter.Kind kind, int part, long number) {
        mail[from].taken(kind, part, number);
    }

    private void check(int from, long since) {
        PeerFailure known = failure.get();
        if (known != null) {
            throw new PeerFailure(known.rank(), known.kind(), known.getMessage());
        }
        if (closed.get() || departed.get(from) == 1) {
            throw new PeerFailure(
                    from,
                    PeerFailure.Kind.GONE,
                    membership.name(from) + " ended before " + membership.name(rank()) + " did");
        }
        long now = System.nanoTime();
        long silent = now - Math.max(since, heardAt.get(from));
        if (silent > nanoseconds(patience.silenceSeconds())) {
            throw new PeerFailure(
                    from,
                    PeerFailure.Kind.STUCK,
                    membership.name(from) + " has given no sign of life for " + patience.silenceSeconds()
                            + " s (cluster.silence-timeout)");
        }
        if (now - since > nanoseconds(patience.workSeconds())) {
            throw new PeerFailure(
                    from,
                    PeerFailure.Kind.STUCK,
                    membership.name(from) + " is alive, but has not finished its part for " + patience.workSeconds()
                            + " s (cluster.work-timeout)");
        }
    }

    /** On the transport's thread. */
    void received(int from, ByteBuf letter) throws Letter.Garbage {
        ByteBuffer head = Letter.head(letter);
        Letter.Kind kind = Letter.kind(head);
        heardAt.set(from, System.nanoTime());
        switch (kind) {
            case PING -> {
                if (calls[from] != null) {
                    send(from, Letter.of(Letter.Kind.PONG, 0, 0, ""));
                }
            }
            case PONG -> {}
            case GOODBYE -> departed.set(from, 1);
            case GIVES_UP -> fail(new PeerFailure(from, PeerFailure.Kind.GONE, Letter.text(letter.nioBuffer())));
            case HELLO -> throw new Letter.Garbage("a second greeting");
            default -> mail[from].put(letter, head, kind, reader);
        }
    }

    /** The worker's connection has ended. */
    void gone(int from) {
        if (departed.get(from) == 0) {
            fail(new PeerFailure(
                    from, PeerFailure.Kind.GONE, membership.name(from) + " is gone: its connection ended"));
        } else {
            runWhenIncomplete();
        }
    }

    private void fail(PeerFailure what) {
        if (!closed.get() && failure.compareAndSet(null, what)) {
            LOG.info("{}: {}", membership.name(rank()), what.getMessage());
            LockSupport.unpark(reader);
            runWhenIncomplete();
        }
    }

    private void runWhenIncomplete() {
        Runnable action = whenIncomplete.getAndSet(null);
        if (action != null) {
            Thread thread = new Thread(action, "turnpike-incomplete");
            thread.setDaemon(true);
            thread.start();
        }
    }

    @Override
    public void leave(Throwable cause) {
        String why = cause instanceof PeerFailure
                ? cause.getMessage()
                : membership.name(rank()) + " gave up: " + firstLine(cause);
        sayAndClose(Letter.of(Letter.Kind.GIVES_UP, 0, 0, why));
    }

    @Override
    public void close() {
        sayAndClose(Letter.of(Letter.Kind.GOODBYE, 0, 0, ""));
    }

    private void sayAndClose(ByteBuffer last) {
        if (closed.getAndSet(true)) {
            return;
        }
        whenIncomplete.set(null);
        for (TransportClient call : calls) {
            if (call != null) {
                // Closed when this, and what was written before it, is on its way.
                call.getChannel()
                        .writeAndFlush(new OneWayMessage(new NioManagedBuffer(last.duplicate())))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    private static String firstLine(Throwable thrown) {
        String text = thrown.toString();
        return text.lines().findFirst().orElse(text);
    }

    private static long nanoseconds(double seconds) {
        return (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    }

    /** The task was cancelled. */
    public static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
