package org.turnpike.spark.exchange;

import org.turnpike.training.exchange.ExchangeFactory;

/** The peers of a worker that is the only one. */
final class NoPeers implements Peers {
    private volatile boolean calledOff;

    @Override
    public ExchangeFactory exchanges() {
        return ExchangeFactory.local();
    }

    @Override
    public void callOff() {
        calledOff = true;
    }

    @Override
    public boolean isCalledOff() {
        return calledOff;
    }

    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public void whenIncomplete(Runnable action) {}

    @Override
    public void leave(Throwable cause) {}

    @Override
    public void close() {}

    @Override
    public boolean equals(Object other) {
        return other instanceof NoPeers;
    }

    @Override
    public int hashCode() {
        return NoPeers.class.hashCode();
    }
}
