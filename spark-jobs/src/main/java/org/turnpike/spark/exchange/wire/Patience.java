package org.turnpike.spark.exchange.wire;

import java.io.Serializable;

/**
 * How long a worker waits for another one.
 *
 * @param silenceSeconds without a sign of life: the process has stopped, or the network is down
 * @param workSeconds for work that a living worker does not finish
 */
public record Patience(double silenceSeconds, double workSeconds) implements Serializable {}
