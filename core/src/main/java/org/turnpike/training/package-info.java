/**
 * Training and using a neural ODE: gradients of a batch over tiles and threads, optimizers and schedules, the terminal time's
 * update, stages, the loop, evaluation and prediction.
 *
 * <p>Sums are taken tile by tile in a fixed order, and shard by shard, so every result is the same bits for any number of
 * threads and, through an {@link org.turnpike.training.Exchange}, of workers.
 */
package org.turnpike.training;
