/**
 * Training a neural ODE: the loop over epochs and iterations, what an iteration does, and the state that a checkpoint keeps.
 *
 * <p>{@code optimizer} changes numbers by gradients; {@code batch} solves the rows of one batch tile by tile and sums; {@code
 * exchange} adds the sums of the shards and updates the weights; {@code stage} holds the methods; {@code evaluation} scores and
 * uses a model. None of them sees this package.
 *
 * <p>Sums are taken tile by tile in a fixed order, and shard by shard, so every result is the same bits for any number of
 * threads and, through an {@link org.turnpike.training.exchange.Exchange}, of workers.
 */
package org.turnpike.training;
